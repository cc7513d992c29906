import * as tf from '@tensorflow/tfjs';

/**
 * Whole numbers of 0 to levels - 1 as indicators along a new second axis, `[batch, ...rest]` to
 * `[batch, levels, ...rest]`: 1 where x = k, 0 elsewhere. No gradient reaches x.
 */
export function oneHot(x: tf.Tensor, levels: number): tf.Tensor {
  return tf.tidy(() => {
    const values = tf.range(0, levels).reshape([levels, ...x.shape.slice(1).map(() => 1)]);
    return tf.equal(x.expandDims(1), values).toFloat();
  });
}
