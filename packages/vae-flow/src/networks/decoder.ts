import type { Given, Trainable } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/**
 * The network of p(x | z): from z `[batch, inputs]` to the parameters θ of each element of x, parameter-major along the
 * last axis, `[batch, outputs]`, or `[batch, height, width, outputs]` of an image. A core `mlp` is one.
 */
export interface Decoder extends Trainable {
  readonly inputs: number;
  readonly outputs: number;
  apply(z: tf.Tensor2D, given?: Given): tf.Tensor;
}
