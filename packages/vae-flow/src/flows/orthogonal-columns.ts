import * as tf from '@tensorflow/tfjs';
import { matVec } from './mat-vec.ts';

/** The map by a matrix Q `[D, M]` of orthonormal columns, M ≤ D and QᵀQ = I, one for all rows or each row's own. */
export type OrthogonalColumns = {
  /** Q y: `[batch, M]` to `[batch, D]`. */
  apply(y: tf.Tensor2D): tf.Tensor2D;
  /** Qᵀ z: `[batch, D]` to `[batch, M]`. */
  transposed(z: tf.Tensor2D): tf.Tensor2D;
};

/** The columns of a matrix `[rows, D, M]` once they are orthonormal; see `orthonormal`. */
export function orthogonalColumns(matrix: tf.Tensor3D, iterations: number): OrthogonalColumns {
  const Q = orthonormal(matrix, iterations);
  return { apply: (y) => matVec(Q, y), transposed: (z) => matVec(Q, z, true) };
}

/** ‖A‖² below which A counts as longer than it is. */
const LEAST_SQUARE = 1e-24;

/**
 * The orthonormal matrix nearest to A, `[rows, D, M]` (Björck and Bowie 1971; van den Berg et al. 2018, section 3):
 *
 *     Q_0 = A / ‖A‖_F          Q_(k+1) = Q_k (I + ½ (I - Q_kᵀ Q_k))
 *
 * An iteration takes each singular value σ, at most 1 at first, to σ (3 - σ²) / 2: a small one grows by half, a large one
 * doubles its digits. So k iterations bring all of them to 1 where the smallest is no less than about 1.5⁻ᵏ⁺⁸ of ‖A‖_F, 10⁻⁴
 * of it for k = 30. Where columns of A are closer to dependent than that, Q is not orthonormal yet, and what rests on
 * QᵀQ = I, a step's log-determinant and its inverse, is off by as much.
 */
export function orthonormal(A: tf.Tensor3D, iterations: number): tf.Tensor3D {
  return tf.tidy(() => {
    const square = A.square().sum(-1, true).sum(-2, true);
    let Q = A.div(square.maximum(LEAST_SQUARE).sqrt()) as tf.Tensor3D;
    const identity = tf.eye(A.shape[2]);
    for (let k = 0; k < iterations; k++) {
      Q = nearer(Q, identity);
    }
    return Q;
  });
}

/** Q_(k+1) of Q_k, which leaves nothing else in memory. */
const nearer = (Q: tf.Tensor3D, identity: tf.Tensor): tf.Tensor3D =>
  tf.tidy(() => {
    const gram = tf.matMul(Q, Q, true);
    return tf.matMul(Q, identity.mul(1.5).sub(gram.mul(0.5)) as tf.Tensor3D) as tf.Tensor3D;
  });
