import * as tf from '@tensorflow/tfjs';

/** log Σ exp(x) over an axis; -∞ where all of x is, as far from every component of a mixture, which tfjs's gives as NaN. */
export function logSumExp(x: tf.Tensor, axis: number): tf.Tensor {
  return tf.tidy(() => {
    const largest = x.max(axis, true);
    const shift = tf.where(tf.isFinite(largest), largest, tf.zerosLike(largest));
    return x
      .sub(shift)
      .exp()
      .sum(axis)
      .log()
      .add(shift.squeeze([axis < 0 ? axis + x.rank : axis]));
  });
}
