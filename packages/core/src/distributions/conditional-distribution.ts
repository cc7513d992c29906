import type * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng.ts';
import type { Trainable } from '../trainable.ts';

/**
 * The distribution of single numbers given the parameters that a network predicts, p(x_i | θ_i): what an
 * autoregressive model puts out for each element.
 *
 * Parameters lie parameter-major: `[batch, parameters · D]`, the first parameter of all D elements, then the second.
 * So do the numbers of `embed`. Where `joint` elements are given together, parameters and log-probabilities are those of
 * D / joint groups of them.
 */
export interface ConditionalDistribution extends Trainable {
  /** k, the number of parameters that one element needs. */
  readonly parameters: number;
  readonly measure: 'density' | 'mass';
  /** How many numbers of the network's input stand for one element; 1 where absent. */
  readonly inputs?: number;
  /** How many elements, one beside the other, are given their distribution together; 1 where absent. */
  readonly joint?: number;
  /** x `[batch, D]` as the network is given it, `[batch, inputs · D]`; x itself where absent. */
  embed?(x: tf.Tensor2D): tf.Tensor2D;
  /** log p(x_i | θ_i) of each element of `[batch, D]`: `[batch, D]`, in nats. */
  logProb(x: tf.Tensor2D, theta: tf.Tensor2D): tf.Tensor2D;
  /** x_i ~ p(x_i | θ_i): `[batch, D]`. */
  sample(theta: tf.Tensor2D, options: { rng: Rng; temperature: number }): tf.Tensor2D;
}
