import * as tf from '@tensorflow/tfjs';
import { type ScaleOption, scale } from '../bijectors/scale.ts';
import { logSumExp } from '../log-sum-exp.ts';
import { requireCount } from '../shape.ts';
import { stateless } from '../trainable.ts';
import type { ConditionalDistribution } from './conditional-distribution.ts';
import { gumbelMax } from './gumbel-max.ts';
import { oneHot } from './one-hot.ts';

/**
 * - `components`: C; 10 in the paper's experiments.
 * - `scale`: how a becomes σ, as in the affine family.
 */
export type MixtureOfGaussiansConditionalOptions = { components: number; scale?: ScaleOption };

/**
 * A mixture of C normal distributions for each element: the conditionals of MADE MoG (Papamakarios et al. 2017, section
 * 4.1). θ_i holds C logits l, then C shifts m, then C numbers a that scales are made of.
 *
 *     log p(x_i | θ_i) = log Σ_c π_c N(x_i; μ_c, σ_c²)
 *     π = softmax(l),   μ_c = k_c + m_c,   σ_c = σ(a_c)
 *
 * The centres k_c are fixed, the middles of C equal parts of [-√3, √3]: components that are alike have the same
 * gradient, and a network whose last layer starts at zero would never part them. Between ±√3 the uniform distribution
 * has mean 0 and variance 1, those of standardised data; with one component this is `gaussianConditional`.
 *
 * A temperature scales the spread of every component and leaves the weights.
 *
 * @throws ConfigError where there is no component.
 */
export function mixtureOfGaussiansConditional({
  components,
  scale: option,
}: MixtureOfGaussiansConditionalOptions): ConditionalDistribution {
  requireCount('mixtureOfGaussiansConditional', 'components', components);
  const { config, logScale } = scale(option);
  const mixtureOf = (theta: tf.Tensor2D): Mixture => {
    const [logits, shifts, a] = tf.split(theta, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const [batch, width] = logits.shape;
    const byComponent = (part: tf.Tensor) => part.reshape<tf.Tensor3D>([batch, components, width / components]);
    return {
      logits: byComponent(logits),
      means: byComponent(shifts).add(centres(components)),
      logStds: byComponent(logScale(a)),
    };
  };
  return {
    ...stateless({ kind: 'mixture-of-gaussians-conditional', components, scale: config }),
    parameters: 3 * components,
    measure: 'density',
    logProb: (x, theta) =>
      tf.tidy(() => {
        const { logits, means, logStds } = mixtureOf(theta);
        const z = x.expandDims(1).sub(means).mul(logStds.neg().exp());
        const joint = z.square().mul(-0.5).sub(logStds).add(logits);
        const logProb = logSumExp(joint, 1).sub(tf.logSumExp(logits, 1));
        return logProb.sub(0.5 * Math.log(2 * Math.PI)) as tf.Tensor2D;
      }),
    sample: (theta, { rng, temperature }) =>
      tf.tidy(() => {
        const { logits, means, logStds } = mixtureOf(theta);
        const chosen = oneHot(gumbelMax(logits, { rng }), components);
        const mean = means.mul(chosen).sum<tf.Tensor2D>(1);
        const std = logStds.mul(chosen).sum(1).exp();
        return rng.normal<tf.Rank.R2>(mean.shape).mul(temperature).mul(std).add(mean) as tf.Tensor2D;
      }),
  };
}

/** Each `[batch, C, D]`. */
type Mixture = { logits: tf.Tensor3D; means: tf.Tensor3D; logStds: tf.Tensor3D };

/** The middles of C equal parts of [-√3, √3]: `[C, 1]`. */
const centres = (components: number): tf.Tensor2D =>
  tf.tensor2d(
    Array.from({ length: components }, (_, k) => Math.sqrt(3) * ((2 * k + 1) / components - 1)),
    [components, 1],
  );
