import { ConfigError } from '@flows/core';
import { bands } from './bands.ts';
import { straight, w2, w3 } from './curve.ts';
import type { Energy } from './energy.ts';
import { energy1 } from './energy1.ts';

/**
 * The four test energies of Rezende and Mohamed (2015, table 1), by name. With the paper's w_1, w_2, w_3 and the soft
 * wall W at |z_1| = 4, without which the last three have no integral,
 *
 *     U_2(z) = ½ ((z_2 - w_1) / 0.4)² + W
 *     U_3(z) = -ln(exp(-½ ((z_2 - w_1) / 0.35)²) + exp(-½ ((z_2 - w_1 + w_2) / 0.35)²)) + W
 *     U_4(z) = -ln(exp(-½ ((z_2 - w_1) / 0.4)²) + exp(-½ ((z_2 - w_1 + w_3) / 0.35)²)) + W
 */
export const energies = {
  energy1,
  energy2: bands('energy2', [{ below: straight, spread: 0.4 }], { entropy: 2.6281 }),
  energy3: bands(
    'energy3',
    [
      { below: straight, spread: 0.35 },
      { below: w2, spread: 0.35 },
    ],
    { entropy: 2.6673 },
  ),
  energy4: bands(
    'energy4',
    [
      { below: straight, spread: 0.4 },
      { below: w3, spread: 0.35 },
    ],
    { entropy: 2.8579 },
  ),
} as const satisfies Record<string, Energy>;

export type EnergyName = keyof typeof energies;

/**
 * The energy of this name.
 *
 * @throws ConfigError that lists the names where there is none.
 */
export function energy(name: EnergyName): Energy {
  if (!Object.hasOwn(energies, name)) {
    throw new ConfigError(`energy: expected one of ${Object.keys(energies).join(', ')}, got ${JSON.stringify(name)}`);
  }
  return energies[name];
}
