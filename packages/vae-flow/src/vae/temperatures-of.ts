import { ConfigError, oneTemperature } from '@flows/core';

/**
 * The temperatures of z and of x: two of them, or one for both.
 *
 * @throws ConfigError where there are more, or one is negative or not finite.
 */
export function temperaturesOf(temperature?: number | readonly number[]): [ofZ: number, ofX: number] {
  const list = typeof temperature === 'object' ? temperature : [temperature];
  if (list.length > 2) {
    throw new ConfigError(
      `Vae.sample: expected temperature to be one number, or that of z and that of x, got ${JSON.stringify(temperature)}`,
    );
  }
  const [ofZ, ofX = ofZ] = list;
  return [oneTemperature('Vae.sample', ofZ), oneTemperature('Vae.sample', ofX)];
}
