import * as tf from '@tensorflow/tfjs';
import { sumEvent } from '../bijector.ts';
import { sizeOf } from '../shape.ts';

/**
 * log N(z; 0, I) of D independent elements, `[batch, ...event]` to `[batch]`, in nats:
 *
 *     log p(z) = -½ Σ_i z_i² - ½ D log 2π
 */
export function standardNormalLogProb(z: tf.Tensor): tf.Tensor1D {
  const logNormalizer = 0.5 * sizeOf(z.shape.slice(1)) * Math.log(2 * Math.PI);
  return tf.tidy(() => sumEvent(z.square()).mul(-0.5).sub(logNormalizer) as tf.Tensor1D);
}
