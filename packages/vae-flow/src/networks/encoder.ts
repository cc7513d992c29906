import type { Given, Trainable } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/**
 * The network of an approximate posterior: from x to h, of which the posterior's parameters are functions.
 *
 * It is given x as the likelihood embeds it, `[batch, ...eventShape]` where that leaves x as it is, and the model's
 * context, and gives h `[batch, outputs]`.
 */
export interface Encoder extends Trainable {
  readonly outputs: number;
  apply(x: tf.Tensor, given?: Given): tf.Tensor2D;
}
