import * as tf from '@tensorflow/tfjs';
import { ConfigError } from './errors.ts';
import type { Trainable } from './trainable.ts';

/** A map's value, and log|det| of the Jacobian of the direction that was called: `[batch]`, in nats. */
export type Mapped<T extends tf.Tensor> = { value: T; logDet: tf.Tensor1D };

/**
 * What a pass is given beside its input.
 *
 * - `context`: `[batch, ...]`, what the density is conditioned on, of the rank that the model says.
 * - `training`: true where a layer that differs in training (batch normalisation, dropout) should behave so.
 */
export type Given = { context?: tf.Tensor; training?: boolean };

/**
 * An invertible map x = f(z) between latent z and data x, whose log-determinant costs no Jacobian.
 *
 * - `forward`: `{ value: f(z), logDet: log|det ∂f/∂z| }`
 * - `inverse`: `{ value: f⁻¹(x), logDet: log|det ∂f⁻¹/∂x| }`
 *
 * Inputs are borrowed and results are the caller's, so that an identity returns a clone. One `tf.tidy` a call.
 */
export interface Bijector<Z extends tf.Tensor = tf.Tensor, X extends tf.Tensor = Z> extends Trainable {
  forward(z: Z, given?: Given): Mapped<X>;
  inverse(x: X, given?: Given): Mapped<Z>;
  /**
   * Whether the elements of x that are not `missing`, in the order in which they lie, give the same elements of z and
   * the reverse, whatever the missing ones are; no where absent.
   */
  separates?(missing: readonly boolean[]): boolean;
}

/** Runs one direction of a map and frees what it made on the way. */
export const mapped = <T extends tf.Tensor>(compute: () => Mapped<T>): Mapped<T> => tf.tidy(compute);

/**
 * Sum over all axes but the first: `[batch, ...event]` to `[batch]`, the last axis first, since float32 adds few
 * numbers more exactly than many.
 */
export function sumEvent(x: tf.Tensor): tf.Tensor1D {
  return tf.tidy(() => {
    let sum = x.clone();
    while (sum.rank > 1) sum = sum.sum(-1);
    return sum as tf.Tensor1D;
  });
}

/**
 * A log-determinant that is the same for every row, `[batch]` of `x`'s rows: a number, or the sum over the `[...event]`
 * of its elements' terms.
 */
export function constantLogDet(x: tf.Tensor, logDet: number | tf.Tensor): tf.Tensor1D {
  const batch: [number] = [x.shape[0] as number];
  if (typeof logDet === 'number') return tf.fill(batch, logDet) as tf.Tensor1D;
  return tf.tidy(() => tf.zeros(batch).add(sumEvent(logDet.expandDims(0))) as tf.Tensor1D);
}

/**
 * Requires a bijector where a config from a file may have named another part.
 *
 * @throws ConfigError naming who, the option and what came.
 */
export function requireBijector(who: string, name: string, part: Trainable): asserts part is Bijector {
  const { forward, inverse, config } = (part ?? {}) as Partial<Bijector>;
  if (typeof forward === 'function' && typeof inverse === 'function') return;
  throw new ConfigError(
    `${who}: expected ${name} to be a bijector, got ${JSON.stringify(config?.kind ?? String(part))}`,
  );
}
