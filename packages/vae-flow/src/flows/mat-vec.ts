import * as tf from '@tensorflow/tfjs';

/**
 * A x, or Aᵀ x, of each row x `[batch, n]`: by the one matrix `[1, m, n]` of all rows, in one plain product, or by each row's
 * own `[batch, m, n]`.
 */
export function matVec(A: tf.Tensor3D, x: tf.Tensor2D, transposed = false): tf.Tensor2D {
  const [matrices, m, n] = A.shape;
  if (matrices === 1) return tf.matMul(x, A.reshape([m, n]) as tf.Tensor2D, false, !transposed);
  return tf.matMul(A, x.expandDims(2), transposed).reshape([x.shape[0], transposed ? n : m]);
}
