import type * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import { ConfigError, ShapeError } from '../errors.ts';
import { shapeText } from '../shape.ts';
import type { Trainable } from '../trainable.ts';

/** A model that has a latent for what it models, and the reverse, row by row. */
export interface LatentModel {
  /** z of x `[batch, ...eventShape]`: `[batch, ...]`. */
  encode(x: tf.Tensor, given?: Given): tf.Tensor;
  /** x of z. */
  decode(z: tf.Tensor, given?: Given): tf.Tensor;
}

/**
 * Requires a part that has a latent.
 *
 * @throws ConfigError naming who, the part and what came.
 */
export function requireLatentModel(
  who: string,
  name: string,
  part: Trainable,
): asserts part is Trainable & LatentModel {
  if (!('encode' in part && 'decode' in part)) {
    throw new ConfigError(
      `${who}: expected ${name} to have a latent, as a flow has, got ${JSON.stringify(part.config.kind)}`,
    );
  }
}

/**
 * Requires a single row.
 *
 * @throws ShapeError naming who and what came.
 */
export function requireOneRow(who: string, name: string, x: tf.Tensor): void {
  if (x.shape[0] !== 1) throw new ShapeError(`${who}: expected ${name} of one row, got ${shapeText(x.shape)}`);
}
