import * as tf from '@tensorflow/tfjs';
import { sumEvent } from '../bijector.ts';
import { type DensityModel, oneTemperature } from '../density-model.ts';
import { logSumExp } from '../log-sum-exp.ts';
import { parameter } from '../parameter.ts';
import type { Rng } from '../rng.ts';
import { requireCount, requireEvent } from '../shape.ts';
import { trainable } from '../trainable.ts';
import { gumbelMax } from './gumbel-max.ts';
import { oneHot } from './one-hot.ts';
import { standardNormalLogProb } from './standard-normal-log-prob.ts';

/**
 * - `dims`: D.
 * - `components`: K.
 * - `rng`: draws the means at first, standard normal; weights and spreads start equal, at 1/K and 1.
 */
export type MixtureOfGaussiansOptions = { dims: number; components: number; rng: Rng };

/**
 * A mixture of K normal distributions of independent elements, with learnt weights π = softmax(logits), means and
 * spreads.
 *
 *     log p(x) = log Σ_k π_k N(x; μ_k, diag(σ_k²))
 *
 * A temperature scales the spread of every component and leaves the weights.
 */
export function mixtureOfGaussians({ dims, components, rng }: MixtureOfGaussiansOptions): DensityModel<tf.Tensor2D> {
  requireCount('mixtureOfGaussians', 'dims', dims);
  requireCount('mixtureOfGaussians', 'components', components);
  const table: [number, number] = [components, dims];
  const parts = {
    logits: parameter<tf.Rank.R1>([components], tf.zeros),
    means: parameter<tf.Rank.R2>(table, (shape) => rng.normal(shape)),
    logStds: parameter<tf.Rank.R2>(table, tf.zeros),
  };
  return {
    eventShape: [dims],
    likelihood: 'exact',
    measure: 'density',
    logProb: (x) => {
      requireEvent('mixtureOfGaussians.logProb', 'x', x, [dims]);
      return tf.tidy(() => logSumExp(jointLogProb(x, parts), 1) as tf.Tensor1D);
    },
    sample: (count, options) => {
      requireCount('mixtureOfGaussians.sample', 'count', count);
      const spread = oneTemperature('mixtureOfGaussians.sample', options.temperature);
      return tf.tidy(() => {
        const logits = parts.logits.expandDims(0).tile([count, 1]);
        const chosen = oneHot(gumbelMax(logits, { rng: options.rng }), components) as tf.Tensor2D;
        const mean = chosen.matMul(parts.means as tf.Tensor2D);
        const std = chosen.matMul(parts.logStds.exp() as tf.Tensor2D).mul(spread);
        return options.rng.normal<tf.Rank.R2>([count, dims]).mul(std).add(mean) as tf.Tensor2D;
      });
    },
    ...trainable({ kind: 'mixture-of-gaussians', dims, components }, parts),
  };
}

type Mixture = {
  logits: tf.Variable<tf.Rank.R1>;
  means: tf.Variable<tf.Rank.R2>;
  logStds: tf.Variable<tf.Rank.R2>;
};

/** log π_k + log N(x; μ_k, diag(σ_k²)): `[batch, K]`. */
function jointLogProb(x: tf.Tensor2D, { logits, means, logStds }: Mixture): tf.Tensor {
  const z = x.expandDims(1).sub(means).mul(logStds.neg().exp());
  const [batch, components, dims] = z.shape as [number, number, number];
  const standard = standardNormalLogProb(z.reshape([batch * components, dims])).reshape([batch, components]);
  return standard.add(logits.sub(tf.logSumExp(logits)).sub(sumEvent(logStds)));
}
