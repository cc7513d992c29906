import type * as tf from '@tensorflow/tfjs';
import type { Mapped } from '../bijector.ts';
import type { Trainable } from '../trainable.ts';

/**
 * A family of invertible maps of single numbers, v_i = g(u_i; θ_i), that couplings and autoregressive layers apply to
 * each element with the parameters that their conditioner gives. Whoever uses one says which side of it is u: of
 * couplings and of MAF the data's, since g without a division is what trains best.
 *
 * Parameters lie parameter-major: `[batch, parameters · D]`, the first parameter of all D elements, then the second.
 * Zero parameters mean the identity, so that a zero-initialised conditioner starts a flow there.
 */
export interface ElementwiseFamily extends Trainable {
  /** k, the number of parameters that one element needs. */
  readonly parameters: number;
  /** v = g(u; θ) of `[batch, D]` and its log-determinant, summed over the elements. */
  forward(u: tf.Tensor2D, theta: tf.Tensor2D): Mapped<tf.Tensor2D>;
  /** u = g⁻¹(v; θ) of `[batch, D]` and its log-determinant, summed over the elements. */
  inverse(v: tf.Tensor2D, theta: tf.Tensor2D): Mapped<tf.Tensor2D>;
}
