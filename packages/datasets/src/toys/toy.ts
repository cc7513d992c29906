import type { NumericArray, Rng } from '@flows/core';

/**
 * A density over the plane, as FFJORD's experiments draw it (Grathwohl et al. 2019, arXiv 1810.01367). Their
 * generators place some points at even steps and in equal numbers a batch; here every point is drawn independently
 * from the density that those batches have.
 */
export interface Toy {
  readonly name: string;
  /** -∫ p log p in nats: no model has a smaller expected negative log-likelihood. */
  readonly entropy: number;
  /** `count` independent points: `[count, 2]`. */
  sample(count: number, rng: Rng): NumericArray;
  /** log p of points `[count, 2]` in nats, where it is known in closed form; -Infinity where the density is 0. */
  logProb?(points: NumericArray): Float64Array;
}
