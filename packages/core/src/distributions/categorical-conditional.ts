import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../errors.ts';
import { logSumExp } from '../log-sum-exp.ts';
import { requireCount } from '../shape.ts';
import { stateless } from '../trainable.ts';
import type { ConditionalDistribution } from './conditional-distribution.ts';
import { gumbelMax } from './gumbel-max.ts';
import { offSupport } from './off-support.ts';
import { oneHot } from './one-hot.ts';
import { scaledLevels } from './scaled-levels.ts';

/**
 * - `levels`: L, at least 2; the elements are the whole numbers from 0 to L - 1.
 * - `input`: what the network is given of an element: `one-hot`, its L indicators, where absent; `scaled`, the one
 *   number 2 x_i / (L - 1) - 1, for levels that are an order, as of grey.
 */
export type CategoricalConditionalOptions = { levels: number; input?: 'one-hot' | 'scaled' };

/**
 * The categorical distribution of each element given its logits θ_i = (a_i0, …, a_i,L-1), the softmax over levels of van
 * den Oord et al. (2016, section 2.2).
 *
 *     log p(x_i | θ_i) = a_i,x_i - log Σ_k exp(a_ik)
 *
 * A temperature T divides the logits; 0 gives the mode, the lowest of several. Of any x but the levels log p is NaN.
 *
 * @throws ConfigError where there are fewer than two levels, or the input is neither.
 */
export function categoricalConditional({
  levels,
  input = 'one-hot',
}: CategoricalConditionalOptions): ConditionalDistribution {
  requireCount('categoricalConditional', 'levels', levels, 2);
  if (input !== 'one-hot' && input !== 'scaled') {
    throw new ConfigError(
      `categoricalConditional: expected input to be one-hot or scaled, got ${JSON.stringify(input)}`,
    );
  }
  const logitsOf = (theta: tf.Tensor2D) => {
    const [batch, outputs] = theta.shape;
    return theta.reshape<tf.Tensor3D>([batch, levels, outputs / levels]);
  };
  return {
    ...stateless({ kind: 'categorical-conditional', levels, input }),
    parameters: levels,
    measure: 'mass',
    inputs: input === 'one-hot' ? levels : 1,
    embed: (x) =>
      tf.tidy(() => {
        const [batch, dims] = x.shape;
        if (input === 'one-hot') return oneHot(x, levels).reshape([batch, levels * dims]);
        return scaledLevels(x, levels);
      }),
    logProb: (x, theta) =>
      tf.tidy(() => {
        const logits = logitsOf(theta);
        const chosen = oneHot(x, levels).mul(logits).sum(1);
        return chosen.sub(logSumExp(logits, 1)).add(offSupport(x, levels)) as tf.Tensor2D;
      }),
    sample: (theta, options) => tf.tidy(() => gumbelMax(logitsOf(theta), options).toFloat() as tf.Tensor2D),
  };
}
