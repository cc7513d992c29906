import type { NumericArray } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/**
 * A density over the plane that is known by its energy U alone, p(z) = exp(-U(z)) / Z: what `fitToDensity` fits, where
 * toys are what `fit` does (Rezende and Mohamed 2015, table 1, arXiv 1505.05770).
 */
export interface Energy {
  readonly name: string;
  /** ln Z = ln ∫ exp(-U(z)) dz: the reverse Kullback-Leibler divergence is the loss of `fitToDensity` and this. */
  readonly logNormalizer: number;
  /** -∫ p log p in nats. */
  readonly entropy: number;
  /** -U(z) of `[batch, 2]`: `[batch]`, in nats. Differentiable, and finite for coordinates within ±1e18. */
  logDensity(z: tf.Tensor2D): tf.Tensor1D;
  /** log p of points `[count, 2]` in nats, in float64 on the host. */
  logProb(points: NumericArray): Float64Array;
}
