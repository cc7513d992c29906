import type * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import { ShapeError } from '../errors.ts';
import { shapeText } from '../shape.ts';

/** A model that has a latent for what it models, and the reverse, row by row. */
export interface LatentModel {
  /** z of x `[batch, ...eventShape]`: `[batch, ...]`. */
  encode(x: tf.Tensor, given?: Given): tf.Tensor;
  /** x of z. */
  decode(z: tf.Tensor, given?: Given): tf.Tensor;
}

/**
 * Requires a single row.
 *
 * @throws ShapeError naming who and what came.
 */
export function requireOneRow(who: string, name: string, x: tf.Tensor): void {
  if (x.shape[0] !== 1) throw new ShapeError(`${who}: expected ${name} of one row, got ${shapeText(x.shape)}`);
}
