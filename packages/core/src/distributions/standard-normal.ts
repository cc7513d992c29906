import * as tf from '@tensorflow/tfjs';
import { type DensityModel, oneTemperature } from '../density-model.ts';
import { ConfigError } from '../errors.ts';
import { requireCount, requireEvent, requireList, requireShape, type Shape, shapeText, sizeOf } from '../shape.ts';
import { stateless } from '../trainable.ts';
import { standardNormalLogProb } from './standard-normal-log-prob.ts';

/**
 * - `levels`: the sizes of the parts that z consists of, one after the other, of which each may be sampled at a
 *   temperature of its own: those of a multi-scale model. All of z where absent.
 */
export type StandardNormalOptions = { eventShape: Shape; levels?: readonly number[] };

/**
 * The standard normal distribution N(0, I) of D independent elements.
 *
 *     log p(z) = -½ Σ_i z_i² - ½ D log 2π
 *
 * @throws ConfigError where the levels do not add up to D.
 */
export function standardNormal({ eventShape, levels }: StandardNormalOptions): DensityModel {
  requireShape('standardNormal', 'eventShape', eventShape);
  if (levels !== undefined) requireLevels(levels, eventShape);
  return {
    eventShape,
    likelihood: 'exact',
    measure: 'density',
    independent: true,
    logProb: (z) => {
      requireEvent('standardNormal.logProb', 'z', z, eventShape);
      return standardNormalLogProb(z);
    },
    sample: (count, { rng, temperature }) => {
      requireCount('standardNormal.sample', 'count', count);
      return tf.tidy(() => rng.normal([count, ...eventShape]).mul(spreadOf(eventShape, levels, temperature)));
    },
    ...stateless({ kind: 'standard-normal', eventShape: [...eventShape], ...(levels && { levels: [...levels] }) }),
  };
}

function requireLevels(levels: readonly number[], eventShape: Shape): void {
  for (const size of requireList('standardNormal', 'levels', levels)) requireCount('standardNormal', 'levels', size);
  const total = levels.reduce((sum, size) => sum + size, 0);
  if (total !== sizeOf(eventShape)) {
    throw new ConfigError(
      `standardNormal: expected levels that add up to ${sizeOf(eventShape)}, the elements of ${shapeText(eventShape)}, got ${shapeText(levels)}`,
    );
  }
}

/** The standard deviation of each element, or of all. */
function spreadOf(
  eventShape: Shape,
  levels: readonly number[] | undefined,
  temperature: number | readonly number[] | undefined,
): number | tf.Tensor {
  const who = 'standardNormal.sample';
  if (levels === undefined || typeof temperature !== 'object' || temperature.length === 1)
    return oneTemperature(who, temperature);
  if (temperature.length !== levels.length) {
    throw new ConfigError(
      `${who}: expected temperature to be one number, or one for each of ${levels.length} levels, got ${JSON.stringify(temperature)}`,
    );
  }
  const spreads = levels.map((size, level) => tf.fill([size], oneTemperature(who, temperature[level])));
  return tf.concat(spreads).reshape([...eventShape]);
}
