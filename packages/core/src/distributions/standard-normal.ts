import * as tf from '@tensorflow/tfjs';
import { sumEvent } from '../bijector.ts';
import { type DensityModel, oneTemperature } from '../density-model.ts';
import { requireCount, requireEvent, requireShape, type Shape, sizeOf } from '../shape.ts';
import { stateless } from '../trainable.ts';

/**
 * log N(z; 0, I) of D independent elements, `[batch, ...event]` to `[batch]`, in nats:
 *
 *     log p(z) = -½ Σ_i z_i² - ½ D log 2π
 */
export function standardNormalLogProb(z: tf.Tensor): tf.Tensor1D {
  const logNormalizer = 0.5 * sizeOf(z.shape.slice(1)) * Math.log(2 * Math.PI);
  return tf.tidy(() => sumEvent(z.square()).mul(-0.5).sub(logNormalizer) as tf.Tensor1D);
}

/** The standard normal distribution N(0, I) over `eventShape`. Its log-density is {@link standardNormalLogProb}. */
export function standardNormal({ eventShape }: { eventShape: Shape }): DensityModel {
  requireShape('standardNormal', 'eventShape', eventShape);
  return {
    eventShape,
    likelihood: 'exact',
    measure: 'density',
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
