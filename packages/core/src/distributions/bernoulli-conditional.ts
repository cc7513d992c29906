import * as tf from '@tensorflow/tfjs';
import { stateless } from '../trainable.ts';
import type { ConditionalDistribution } from './conditional-distribution.ts';
import { offSupport } from './off-support.ts';

/**
 * The Bernoulli distribution of each element x_i, 0 or 1, given its logit θ_i = a_i: the conditionals of MADE for binary
 * data (Germain et al. 2015, section 3), whose x̂_i is sigmoid(a_i).
 *
 *     log p(x_i | θ_i) = x_i log sigmoid(a_i) + (1 - x_i) log sigmoid(-a_i) = -softplus((1 - 2 x_i) a_i)
 *
 * A sample is 1 where a_i + T l_i > 0 with logistic l_i, which has probability sigmoid(a_i / T); at temperature T = 0 it
 * is the mode, 0 where both are as probable. Of any x but 0 and 1 log p is NaN.
 */
export function bernoulliConditional(): ConditionalDistribution {
  return {
    ...stateless({ kind: 'bernoulli-conditional' }),
    parameters: 1,
    measure: 'mass',
    logProb: (x, a) =>
      tf.tidy(() => {
        const logP = tf.softplus(tf.sub(1, x.mul(2)).mul(a)).neg();
        return logP.add(offSupport(x, 2)) as tf.Tensor2D;
      }),
    sample: (a, { rng, temperature }) =>
      tf.tidy(() => {
        const u = rng.uniform<tf.Rank.R2>(a.shape);
        const noise = u.log().sub(tf.sub(1, u).log());
        return tf.step(a.add(noise.mul(temperature))) as tf.Tensor2D;
      }),
  };
}
