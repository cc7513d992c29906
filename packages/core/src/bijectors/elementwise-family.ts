import type * as tf from '@tensorflow/tfjs';
import { type Mapped, sumEvent } from '../bijector.ts';
import type { Trainable } from '../trainable.ts';

/** The values of single numbers, and log|dv_i/du_i| of the direction that was called, both of the input's shape. */
export type MappedElements<T extends tf.Tensor> = { value: T; logDerivative: T };

/**
 * A family of invertible maps of single numbers, v_i = g(u_i; θ_i), that couplings and autoregressive layers apply to
 * each element with the parameters that their conditioner gives. Whoever uses one says which side of it is u: of
 * couplings and of MAF the data's, since g without a division is what trains best.
 *
 * Events are of any rank. Parameters lie parameter-major along the last axis: for `[batch, ..., C]` they are
 * `[batch, ..., parameters · C]`, the first parameter of all C elements, then the second. Zero parameters mean the
 * identity, or near it, so that a zero-initialised conditioner starts a flow there.
 */
export interface ElementwiseFamily extends Trainable {
  /** k, the number of parameters that one element needs. */
  readonly parameters: number;
  /** v = g(u; θ), and log|∂g/∂u| of each element. */
  forward<T extends tf.Tensor>(u: T, theta: tf.Tensor): MappedElements<T>;
  /** u = g⁻¹(v; θ), and log|∂g⁻¹/∂v| of each element. */
  inverse<T extends tf.Tensor>(v: T, theta: tf.Tensor): MappedElements<T>;
}

/** The map of a whole event whose elements are mapped by themselves: its Jacobian is diagonal. */
export const ofElements = <T extends tf.Tensor>({ value, logDerivative }: MappedElements<T>): Mapped<T> => ({
  value,
  logDet: sumEvent(logDerivative),
});
