import * as tf from '@tensorflow/tfjs';

/** The matrix `[c, c]` that is 1 where `marks(i, j)`, in row i and column j, and 0 elsewhere. */
export function squareMask(c: number, marks: (i: number, j: number) => boolean): tf.Tensor2D {
  const entries = new Float32Array(c * c);
  for (let i = 0; i < c; i++) for (let j = 0; j < c; j++) entries[i * c + j] = marks(i, j) ? 1 : 0;
  return tf.tensor2d(entries, [c, c]);
}
