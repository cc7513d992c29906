import type * as tf from '@tensorflow/tfjs';
import { type Estimate, nats } from './nats.ts';
import { requireCount } from './shape.ts';

/**
 * The negative log-likelihood of a data set in bits a dimension, from log p(x) of each row, in nats.
 *
 *     b = -log p(x) / (D log 2) + log₂ levels
 *
 * The log-probability of discrete data, and a density in the units in which levels lie 1 apart, need no `levels`. A
 * density of data brought to [0, 1) by division is `levels` times as high in each dimension, which the last term gives
 * back: with 256 levels and `logit` within the model it is the MAF paper's formula for images, whose log-determinant
 * is here a part of log p(x) (Papamakarios et al. 2017, appendix D).
 *
 * - `dims`: D.
 * - `levels`: by how much the data were divided; 1 where absent.
 */
export function bitsPerDim(
  logProb: tf.Tensor1D | ArrayLike<number>,
  { dims, levels = 1 }: { dims: number; levels?: number },
): Estimate {
  requireCount('bitsPerDim', 'dims', dims);
  requireCount('bitsPerDim', 'levels', levels);
  const { mean, standardError } = nats(logProb);
  const natsPerBit = dims * Math.LN2;
  return { mean: mean / natsPerBit + Math.log2(levels), standardError: standardError / natsPerBit };
}
