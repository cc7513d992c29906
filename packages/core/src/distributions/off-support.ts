import * as tf from '@tensorflow/tfjs';

/**
 * 0 where an element is one of the whole numbers from 0 to `levels` - 1, NaN elsewhere: added to a log-probability, it
 * tells data of another kind from data that are improbable.
 */
export const offSupport = (x: tf.Tensor2D, levels: number): tf.Tensor2D =>
  tf.tidy(() => {
    const nearest = x.clipByValue(0, levels - 1).round();
    return tf.where(x.equal(nearest), tf.zerosLike(x), tf.fill(x.shape, Number.NaN)) as tf.Tensor2D;
  });
