import * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import { ShapeError } from '../errors.ts';
import { shapeText } from '../shape.ts';
import { type LatentModel, requireOneRow } from './latent-model.ts';

/**
 * One event moved along a direction of the latent space, by each of several strengths α:
 *
 *     x_α = f(f⁻¹(x) + α d)
 *
 * @param x `[1, ...eventShape]`.
 * @param direction d, `[1, ...]` as `attributeDirection` gives it.
 * @returns a row for each strength; 0 gives x itself.
 * @throws ShapeError where x has not one row, or the direction another shape than its latent.
 */
export function alongDirection(
  model: LatentModel,
  x: tf.Tensor,
  direction: tf.Tensor,
  strengths: readonly number[],
  given?: Given,
): tf.Tensor {
  requireOneRow('alongDirection', 'x', x);
  return tf.tidy(() => {
    const z = model.encode(x, given);
    if (String(direction.shape) !== String(z.shape)) {
      throw new ShapeError(
        `alongDirection: expected direction of shape ${shapeText(z.shape)}, got ${shapeText(direction.shape)}`,
      );
    }
    const α = tf.tensor([...strengths], [strengths.length, ...z.shape.slice(1).map(() => 1)]);
    return model.decode(z.add(α.mul(direction)), given);
  });
}
