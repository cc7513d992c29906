import * as tf from '@tensorflow/tfjs';
import { sumEvent } from '../bijector.ts';
import { type DensityModel, oneTemperature } from '../density-model.ts';
import { requireCount, requireEvent, requireShape, type Shape } from '../shape.ts';
import { stateless } from '../trainable.ts';

/**
 * The standard logistic distribution of independent elements, the prior of NICE (Dinh et al. 2015, section 3.4).
 *
 *     log p(z) = -Σ_i [log(1 + exp(z_i)) + log(1 + exp(-z_i))]
 */
export function logistic({ eventShape }: { eventShape: Shape }): DensityModel {
  requireShape('logistic', 'eventShape', eventShape);
  return {
    eventShape,
    likelihood: 'exact',
    measure: 'density',
    independent: true,
    logProb: (z) => {
      requireEvent('logistic.logProb', 'z', z, eventShape);
      return tf.tidy(() => sumEvent(tf.softplus(z).add(tf.softplus(z.neg()))).neg() as tf.Tensor1D);
    },
    sample: (count, { rng, temperature }) => {
      requireCount('logistic.sample', 'count', count);
      const spread = oneTemperature('logistic.sample', temperature);
      return tf.tidy(() => {
        const u = rng.uniform([count, ...eventShape]);
        return u.log().sub(tf.sub(1, u).log()).mul(spread);
      });
    },
    ...stateless({ kind: 'logistic', eventShape: [...eventShape] }),
  };
}
