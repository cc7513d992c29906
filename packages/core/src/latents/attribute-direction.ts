import * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import { DataError } from '../errors.ts';
import type { LatentModel } from './latent-model.ts';

/**
 * The direction of an attribute in latent space (Kingma and Dhariwal 2018, section 6), the mean latent of rows that have it
 * less that of rows that do not:
 *
 *     d = mean_i z_i⁺ - mean_j z_j⁻
 *
 * @param having `[n, ...eventShape]`, and `lacking` `[m, ...eventShape]`, of as many rows as fit in memory.
 * @param given a context of one row serves both.
 * @returns `[1, ...]`, the shape of one latent.
 * @throws DataError where there is no row on one side.
 */
export const attributeDirection = (
  model: LatentModel,
  having: tf.Tensor,
  lacking: tf.Tensor,
  given?: Given,
): tf.Tensor => {
  if (having.shape[0] === 0 || lacking.shape[0] === 0) {
    throw new DataError(
      `attributeDirection: expected rows with the attribute and rows without, got ${having.shape[0]} and ${lacking.shape[0]}`,
    );
  }
  return tf.tidy(() => model.encode(having, given).mean(0, true).sub(model.encode(lacking, given).mean(0, true)));
};
