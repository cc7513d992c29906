import * as tf from '@tensorflow/tfjs';
import { type DensityModel, oneTemperature } from '../density-model.ts';
import { requireCount, requireEvent, requireShape, type Shape } from '../shape.ts';
import { stateless } from '../trainable.ts';
import { standardNormalLogProb } from './standard-normal-log-prob.ts';

/**
 * The standard normal distribution N(0, I) of D independent elements.
 *
 *     log p(z) = -½ Σ_i z_i² - ½ D log 2π
 */
export function standardNormal({ eventShape }: { eventShape: Shape }): DensityModel {
  requireShape('standardNormal', 'eventShape', eventShape);
  return {
    eventShape,
    likelihood: 'exact',
    measure: 'density',
    independent: true,
    logProb: (z) => {
      requireEvent('standardNormal.logProb', 'z', z, eventShape);
      return standardNormalLogProb(z);
    },
    sample: (count, { rng, temperature }) => {
      requireCount('standardNormal.sample', 'count', count);
      const spread = oneTemperature('standardNormal.sample', temperature);
      return tf.tidy(() => rng.normal([count, ...eventShape]).mul(spread));
    },
    ...stateless({ kind: 'standard-normal', eventShape: [...eventShape] }),
  };
}
