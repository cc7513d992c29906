import type * as tf from '@tensorflow/tfjs';
import type { Mapped } from '../bijector.ts';
import type { Trainable } from '../trainable.ts';

/**
 * A family of invertible maps of single numbers, x_i = f(z_i; θ_i), that couplings and autoregressive layers apply to
 * each element with the parameters that their conditioner gives.
 *
 * Parameters lie parameter-major: `[batch, parameters · D]`, the first parameter of all D elements, then the second.
 * Zero parameters mean the identity, so that a zero-initialised conditioner starts a flow there.
 */
export interface ElementwiseFamily extends Trainable {
  /** k, the number of parameters that one element needs. */
  readonly parameters: number;
  /** x = f(z; θ) of `[batch, D]` and its log-determinant, summed over the elements. */
  forward(z: tf.Tensor2D, theta: tf.Tensor2D): Mapped<tf.Tensor2D>;
  /** z = f⁻¹(x; θ) of `[batch, D]` and its log-determinant, summed over the elements. */
  inverse(x: tf.Tensor2D, theta: tf.Tensor2D): Mapped<tf.Tensor2D>;
}
