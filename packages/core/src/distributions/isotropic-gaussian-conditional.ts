import * as tf from '@tensorflow/tfjs';
import { parameter } from '../parameter.ts';
import { requireInRange } from '../shape.ts';
import { trainable } from '../trainable.ts';
import type { ConditionalDistribution } from './conditional-distribution.ts';

/**
 * - `std`: σ at first, above 0; 1 where absent.
 * - `trained`: whether σ is learnt; true where absent.
 */
export type IsotropicGaussianConditionalOptions = { std?: number; trained?: boolean };

/**
 * The normal distribution of each element about what the network predicts, θ_i = μ_i, with one σ for all elements and
 * all data, as in probabilistic PCA (Tipping and Bishop 1999, equation 2).
 *
 *     p(x_i | θ_i) = N(x_i; μ_i, σ²)             x_i = μ_i + σ ε_i,  ε_i ~ N(0, 1)
 *
 * @throws ConfigError where σ is not a number above 0.
 */
export function isotropicGaussianConditional({
  std = 1,
  trained = true,
}: IsotropicGaussianConditionalOptions = {}): ConditionalDistribution {
  requireInRange('isotropicGaussianConditional', 'std', std, Number.MIN_VALUE);
  const logStd = parameter<tf.Rank.R0>([], () => tf.scalar(Math.log(std)), { trainable: trained });
  return {
    ...trainable({ kind: 'isotropic-gaussian-conditional', std, trained }, { logStd }),
    parameters: 1,
    measure: 'density',
    logProb: (x, mean) =>
      tf.tidy(() => {
        const epsilon = x.sub(mean).mul(logStd.neg().exp());
        const logP = epsilon
          .square()
          .mul(-0.5)
          .sub(0.5 * Math.log(2 * Math.PI));
        return logP.sub(logStd) as tf.Tensor2D;
      }),
    sample: (mean, { rng, temperature }) =>
      tf.tidy(() => mean.add(rng.normal<tf.Rank.R2>(mean.shape).mul(logStd.exp().mul(temperature))) as tf.Tensor2D),
  };
}
