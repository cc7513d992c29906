import * as tf from '@tensorflow/tfjs';
import { sumEvent } from '../bijector.ts';
import { type DensityModel, oneTemperature } from '../density-model.ts';
import { parameter } from '../parameter.ts';
import { elementsOf, requireCount, requireEvent, requireShape, type Shape } from '../shape.ts';
import { trainable } from '../trainable.ts';
import { standardNormalLogProb } from './standard-normal-log-prob.ts';

/** `mean` and `logStd` are μ and log σ at first, a number for all elements or one for each; 0 where absent. */
export type DiagonalNormalOptions = {
  eventShape: Shape;
  mean?: number | readonly number[];
  logStd?: number | readonly number[];
};

/**
 * The normal distribution of independent elements, N(μ, diag(σ²)), with learnt μ and log σ.
 *
 *     log p(x) = -½ Σ_i ((x_i - μ_i) / σ_i)² - Σ_i log σ_i - ½ D log 2π
 */
export function diagonalNormal({ eventShape, mean = 0, logStd = 0 }: DiagonalNormalOptions): DensityModel {
  requireShape('diagonalNormal', 'eventShape', eventShape);
  const variable = (values: number[]) => parameter([...eventShape], (shape) => tf.tensor(values, shape));
  const config = {
    kind: 'diagonal-normal',
    eventShape: [...eventShape],
    mean: elementsOf('diagonalNormal', 'mean', mean, eventShape),
    logStd: elementsOf('diagonalNormal', 'logStd', logStd, eventShape),
  };
  const parts = { mean: variable(config.mean), logStd: variable(config.logStd) };
  return {
    eventShape,
    likelihood: 'exact',
    measure: 'density',
    independent: true,
    logProb: (x) => {
      requireEvent('diagonalNormal.logProb', 'x', x, eventShape);
      return tf.tidy(() => {
        const z = x.sub(parts.mean).mul(parts.logStd.neg().exp());
        return standardNormalLogProb(z).sub(sumEvent(parts.logStd.expandDims(0))) as tf.Tensor1D;
      });
    },
    sample: (count, { rng, temperature }) => {
      requireCount('diagonalNormal.sample', 'count', count);
      const spread = oneTemperature('diagonalNormal.sample', temperature);
      return tf.tidy(() =>
        rng
          .normal([count, ...eventShape])
          .mul(parts.logStd.exp().mul(spread))
          .add(parts.mean),
      );
    },
    ...trainable(config, parts),
  };
}
