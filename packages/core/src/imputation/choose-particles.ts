import * as tf from '@tensorflow/tfjs';
import { gumbelMax } from '../distributions/gumbel-max.ts';
import type { Rng } from '../rng.ts';

/** The place of the particle that each row has, in `[particles · batch]`, and what its particles were worth: `[batch]`. */
export type ChosenParticles = { places: tf.Tensor1D; effectiveSampleSize: tf.Tensor1D };

/**
 * Sampling importance resampling (Rubin 1987): each row gets one of its weighted particles, with a probability
 * proportional to its weight, by Gumbel's maximum.
 *
 *     ESS = (Σ_p w_p)² / Σ_p w_p²          (Kong 1992)
 *
 * @param logWeights log w, `[particles, batch]`; a weight that is not finite is 0. Where all are, the effective sample
 *   size is NaN.
 */
export function chooseParticles(logWeights: tf.Tensor2D, rng: Rng): ChosenParticles {
  return tf.tidy(() => {
    const rows = logWeights.shape[1];
    const usable = tf.where(tf.isFinite(logWeights), logWeights, tf.fill(logWeights.shape, -Infinity)) as tf.Tensor2D;
    const chosen = gumbelMax(usable.transpose(), { rng }).toFloat();
    const weights = usable.sub(usable.max(0)).exp();
    return {
      places: chosen.mul(rows).add(tf.range(0, rows)).toInt() as tf.Tensor1D,
      effectiveSampleSize: weights.sum(0).square().div(weights.square().sum(0)) as tf.Tensor1D,
    };
  });
}
