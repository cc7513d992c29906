import { type ConditionalDistribution, requireCount, stateless } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * The distribution of a level given a Gaussian over the line: the mass of the level's cell, the outermost cells reaching
 * to infinity, so that the masses of all levels have the sum 1. Levels 0 to L - 1 lie at y = 2 x / (L - 1) - 1.
 *
 *     P(x | μ, log σ) = Φ((y + h - μ) / σ) - Φ((y - h - μ) / σ),   h = 1 / (L - 1)
 *
 * Parameters are μ and log σ. log P is within about 10⁻⁵ wherever the level lies, in the tails too.
 *
 * @throws ConfigError where there are fewer than two levels.
 */
export function gaussianCells({ levels }: { levels: number }): ConditionalDistribution {
  requireCount('gaussianCells', 'levels', levels, 2);
  const half = 1 / (levels - 1);
  const scaled = (x: tf.Tensor2D) => x.mul(2 * half).sub(1) as tf.Tensor2D;
  return {
    ...stateless({ kind: 'gaussian-cells', levels }),
    parameters: 2,
    measure: 'mass',
    embed: (x) => tf.tidy(() => scaled(x)),
    logProb: (x, theta) =>
      tf.tidy(() => {
        const [mean, logScale] = tf.split(theta, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
        const from = scaled(x).sub(mean);
        const perScale = logScale.neg().exp();
        const low = tf.where(x.lessEqual(0), -far, from.sub(half).mul(perScale).clipByValue(-far, far));
        const high = tf.where(x.greaterEqual(levels - 1), far, from.add(half).mul(perScale).clipByValue(-far, far));
        const isLevel = x
          .equal(x.round())
          .logicalAnd(x.greaterEqual(0))
          .logicalAnd(x.lessEqual(levels - 1));
        return tf.where(isLevel, logMass(low, high), Number.NaN) as tf.Tensor2D;
      }),
    sample: (theta, { rng, temperature }) =>
      tf.tidy(() => {
        const [mean, logScale] = tf.split(theta, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
        const y = rng.normal<tf.Rank.R2>(mean.shape).mul(temperature).mul(logScale.exp()).add(mean);
        const nearest = y
          .add(1)
          .div(2 * half)
          .round();
        return nearest.clipByValue(0, levels - 1) as tf.Tensor2D;
      }),
  };
}

/** In standard deviations: beyond it nothing is left in float32, nor overflows. */
const far = 1e4;

/** log(Φ(high) - Φ(low)), of the half line that the interval's middle is not on, where both Φ are nearest to 0. */
function logMass(low: tf.Tensor, high: tf.Tensor): tf.Tensor {
  const isRight = low.add(high).greaterEqual(0);
  const near = tf.where(isRight, low, high.neg());
  const beyond = tf.where(isRight, high, low.neg());
  const [nearTail, beyondTail] = [logTail(near.abs()), logTail(beyond)];
  const away = nearTail.add(beyondTail.sub(nearTail).expm1().neg().log());
  const about = tf.log1p(nearTail.exp().add(beyondTail.exp()).neg());
  return tf.where(near.greaterEqual(0), away, about);
}

/** Of Chebyshev's approximation of log erfc, from the power 0 on. */
const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

/**
 * log Q(a) = log(1 - Φ(a)) of a ≥ 0, by erfc(z) = t exp(-z² + P(t)), t = 1 / (1 + z / 2), with a relative error below
 * 1.2 · 10⁻⁷ (Press et al. 1992, "Numerical Recipes", section 6.2).
 */
function logTail(a: tf.Tensor): tf.Tensor {
  const z = a.mul(Math.SQRT1_2);
  const t = z.div(2).add(1).reciprocal();
  const polynomial = coefficients.reduceRight<tf.Tensor>((sum, c) => sum.mul(t).add(c), tf.scalar(0));
  return t.log().sub(z.square()).add(polynomial).sub(Math.LN2);
}
