import * as tf from '@tensorflow/tfjs';

/** The rows that a filter reads above the next one, when this one is done: of `[batch, rows, width, channels]` the last, and `row`. */
export function lastRows(before: tf.Tensor4D, row: tf.Tensor4D): tf.Tensor4D {
  if (before.shape[1] === 1) return row.clone();
  return tf.tidy(() => tf.concat([before.slice<tf.Tensor4D>([0, 1, 0, 0]), row], 1));
}
