import * as tf from '@tensorflow/tfjs';
import { sumEvent } from '../bijector.ts';
import { type ScaleOption, scale } from '../bijectors/scale.ts';
import { stateless } from '../trainable.ts';
import type { ConditionalDistribution } from './conditional-distribution.ts';

/**
 * The normal distribution of each element given θ_i = (μ_i, a_i) (Papamakarios et al. 2017, eq. 2 and 3), where the
 * paper's α_i is log σ(a_i), kept within bounds.
 *
 *     p(x_i | θ_i) = N(x_i; μ_i, exp(α_i)²)             x_i = μ_i + exp(α_i) ε_i,  ε_i ~ N(0, 1)
 *
 * @param options.scale how a becomes σ, as in the affine family.
 */
export function gaussianConditional(options: { scale?: ScaleOption } = {}): ConditionalDistribution {
  const { config, logScale } = scale(options.scale);
  const meanAndAlpha = (theta: tf.Tensor2D) => {
    const [mu, a] = tf.split(theta, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    return { mu, alpha: logScale(a) };
  };
  return {
    ...stateless({ kind: 'gaussian-conditional', scale: config }),
    parameters: 2,
    measure: 'density',
    logProb: (x, theta) =>
      tf.tidy(() => {
        const { mu, alpha } = meanAndAlpha(theta);
        const epsilon = x.sub(mu).mul(alpha.neg().exp());
        return sumEvent(epsilon.square().mul(-0.5).sub(alpha)).sub(
          0.5 * x.shape[1] * Math.log(2 * Math.PI),
        ) as tf.Tensor1D;
      }),
    sample: (theta, { rng, temperature }) =>
      tf.tidy(() => {
        const { mu, alpha } = meanAndAlpha(theta);
        const epsilon = rng.normal<tf.Rank.R2>(mu.shape).mul(temperature);
        return mu.add(alpha.exp().mul(epsilon)) as tf.Tensor2D;
      }),
  };
}
