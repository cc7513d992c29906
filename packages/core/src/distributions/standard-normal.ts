import * as tf from '@tensorflow/tfjs';
import { sumEvent } from '../bijector.ts';
import { type DensityModel, oneTemperature } from '../density-model.ts';
import { requireCount, requireEvent, requireShape, type Shape, sizeOf } from '../shape.ts';
import { stateless } from '../trainable.ts';

/**
 * The standard normal distribution, N(0, I), of D independent elements.
 *
 *     log p(z) = -½ Σ z_i² - ½ D log 2π
 */
export function standardNormal({ eventShape }: { eventShape: Shape }): DensityModel {
  requireShape('standardNormal', 'eventShape', eventShape);
  const logNormalizer = 0.5 * sizeOf(eventShape) * Math.log(2 * Math.PI);
  return {
    eventShape,
    likelihood: 'exact',
    measure: 'density',
    logProb: (z) => {
      requireEvent('standardNormal.logProb', 'z', z, eventShape);
      return tf.tidy(() => sumEvent(z.square()).mul(-0.5).sub(logNormalizer));
    },
    sample: (count, { rng, temperature }) => {
      requireCount('standardNormal.sample', 'count', count);
      const spread = oneTemperature('standardNormal.sample', temperature);
      return tf.tidy(() => rng.normal([count, ...eventShape]).mul(spread));
    },
    ...stateless({ kind: 'standard-normal', eventShape: [...eventShape] }),
  };
}
