import * as tf from '@tensorflow/tfjs';
import type { DensityModel } from './density-model.ts';
import { standardNormalQuantile } from './distributions/standard-normal-quantile.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { rng } from './rng.ts';
import { sizeOf } from './shape.ts';

/**
 * The largest float32 below 1. Uniform numbers are above 0, but in the last of many parts one can round to 1, whose quantile
 * is infinite; at the other end none rounds to 0.
 */
const BELOW_ONE = 1 - 2 ** -24;

/**
 * `count` points ε of a base, the same every time: over them a mean of what is random is taken that has to be
 * deterministic. Of the standard normal they are a Latin hypercube by the normal quantile, which spreads them evenly; of
 * any other base they are drawn from it.
 *
 * @param seed of the points.
 * @returns what makes each of them, `[1, ...eventShape]`, one row for all.
 */
export function basePoints(base: DensityModel, count: number, seed: string): (() => tf.Tensor)[] {
  const { eventShape } = base;
  if (base.config.kind === 'standard-normal') {
    return latinHypercube(count, sizeOf(eventShape), rng(seed)).map((u) => {
      const epsilon = u.map((p) => standardNormalQuantile(Math.min(p, BELOW_ONE)));
      return () => tf.tensor(epsilon, [1, ...eventShape]);
    });
  }
  const draws = rng(seed);
  return Array.from({ length: count }, (_, k) => () => base.sample(1, { rng: draws.fork(k) }));
}
