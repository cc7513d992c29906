import type { Given, Trainable } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/**
 * The network of p(x | z): from z `[batch, inputs]` to the parameters θ of the elements of x. A core `mlp` is one.
 *
 * Of a likelihood with k parameters an element (or k for every `joint` elements that it has together), D elements in all and
 * C channels, θ is either `[batch, outputs]` with k D (/ joint) outputs, or `[batch, ...places, outputs]` with k C
 * (/ joint) at each place of an image. The last axis holds the first parameter of all its elements, then the second of
 * all, and so on.
 */
export interface Decoder extends Trainable {
  readonly inputs: number;
  readonly outputs: number;
  apply(z: tf.Tensor2D, given?: Given): tf.Tensor;
}
