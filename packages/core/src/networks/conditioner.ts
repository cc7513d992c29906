import type * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import type { Trainable } from '../trainable.ts';

/**
 * The network of a coupling or of an autoregressive layer: from the part of the input that is known to the parameters
 * of what is not, `[batch, inputs]` to `[batch, outputs]`, or of images, `[batch, height, width, inputs]` to as many
 * places of `outputs` channels. It knows nothing of what its outputs mean.
 */
export interface Conditioner extends Trainable {
  readonly inputs: number;
  readonly outputs: number;
  apply(x: tf.Tensor, given?: Given): tf.Tensor;
}
