import * as tf from '@tensorflow/tfjs';

/**
 * The columns of x `[batch, D]` at `indices`, each at most once: `[batch, indices.length]`. A run of neighbours is a
 * slice; anything else a gather whose gradient is a gather too, since not every backend can scatter.
 */
export function takeColumns(x: tf.Tensor2D, indices: readonly number[]): tf.Tensor2D {
  const first = indices[0] ?? 0;
  const step = (indices[1] ?? first + 1) - first;
  if (indices.every((index, i) => index === first + i * step)) {
    if (step === 1) return x.slice([0, first], [-1, indices.length]);
    if (step === -1) return x.slice([0, first - indices.length + 1], [-1, indices.length]).reverse(1);
  }
  return gatherColumns(x, indices);
}

function gatherColumns(x: tf.Tensor2D, indices: readonly number[]): tf.Tensor2D {
  const dims = x.shape[1];
  const gather = tf.customGrad((input) => ({
    value: tf.gather(input as tf.Tensor2D, tf.tensor1d([...indices], 'int32'), 1),
    gradFunc: (dy: tf.Tensor) => {
      // Where each column of x went; one that was not taken reads the column of zeros behind dy.
      const source = new Array<number>(dims).fill(indices.length);
      for (const [to, from] of indices.entries()) source[from] = to;
      const padded = tf.concat([dy, tf.zeros([x.shape[0], 1])], 1);
      return tf.gather(padded, tf.tensor1d(source, 'int32'), 1);
    },
  }));
  return gather(x) as tf.Tensor2D;
}
