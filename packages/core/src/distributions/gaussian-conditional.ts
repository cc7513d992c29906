import * as tf from '@tensorflow/tfjs';
import { affineFamily } from '../bijectors/affine-family.ts';
import type { ScaleOption } from '../bijectors/scale.ts';
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
  const family = affineFamily(options);
  return {
    ...stateless({ kind: 'gaussian-conditional', scale: family.config.scale }),
    parameters: family.parameters,
    measure: 'density',
    logProb: (x, theta) =>
      tf.tidy(() => {
        const { value: epsilon, logDerivative } = family.inverse(x, theta);
        const logP = epsilon
          .square()
          .mul(-0.5)
          .sub(0.5 * Math.log(2 * Math.PI));
        return logP.add(logDerivative) as tf.Tensor2D;
      }),
    sample: (theta, { rng, temperature }) =>
      tf.tidy(() => {
        const [rows, outputs] = theta.shape;
        const epsilon = rng.normal<tf.Rank.R2>([rows, outputs / family.parameters]).mul(temperature) as tf.Tensor2D;
        return family.forward(epsilon, theta).value;
      }),
  };
}
