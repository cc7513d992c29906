import * as tf from '@tensorflow/tfjs';

/**
 * The columns of x `[batch, D]` at `indices`, each at most once: `[batch, indices.length]`. A run of neighbours is a
 * slice; anything else a gather whose gradient is a gather too, since not every backend can scatter.
 */
export const takeColumns = (x: tf.Tensor2D, indices: readonly number[]): tf.Tensor2D => take(x, indices, 1);

/** The rows of x `[batch, D]` at `indices`, each at most once: `[indices.length, D]`. */
export const takeRows = (x: tf.Tensor2D, indices: readonly number[]): tf.Tensor2D => take(x, indices, 0);

function take(x: tf.Tensor2D, indices: readonly number[], axis: 0 | 1): tf.Tensor2D {
  const first = indices[0] ?? 0;
  const step = (indices[1] ?? first + 1) - first;
  const run = (from: number) =>
    axis === 0 ? x.slice([from, 0], [indices.length, -1]) : x.slice([0, from], [-1, indices.length]);
  if (indices.every((index, i) => index === first + i * step)) {
    if (step === 1) return indices.length === x.shape[axis] ? x.clone() : run(first);
    if (step === -1) return run(first - indices.length + 1).reverse(axis);
  }
  return gatherOnce(x, indices, axis);
}

function gatherOnce(x: tf.Tensor2D, indices: readonly number[], axis: 0 | 1): tf.Tensor2D {
  const gather = tf.customGrad((input) => ({
    value: tf.gather(input as tf.Tensor2D, tf.tensor1d([...indices], 'int32'), axis),
    gradFunc: (dy: tf.Tensor) => {
      // Where each part of x went; one that was not taken reads the zeros behind dy.
      const source = new Array<number>(x.shape[axis]).fill(indices.length);
      for (const [to, from] of indices.entries()) source[from] = to;
      const zeros = tf.zeros(axis === 0 ? [1, x.shape[1]] : [x.shape[0], 1]);
      return tf.gather(tf.concat([dy, zeros], axis), tf.tensor1d(source, 'int32'), axis);
    },
  }));
  return gather(x) as tf.Tensor2D;
}
