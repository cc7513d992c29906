import * as tf from '@tensorflow/tfjs';
import { squareMask } from './square-mask.ts';

/**
 * The inverse of a unit lower triangular matrix L, `[c, c]`; only what lies below the diagonal is read. Diagonal blocks of
 * twice the size each round, all of them at once:
 *
 *     X_0 = I          X_(k+1) = X_k - X_k (L ⊙ M_k) X_k          L⁻¹ = X_⌈log₂ c⌉
 *
 * where M_k marks the lower left quarter of every diagonal block of 2^(k+1) rows. That is, in each block,
 *
 *     [A 0]⁻¹   [   A⁻¹      0 ]
 *     [C D]   = [-D⁻¹CA⁻¹   D⁻¹]
 *
 * (Higham 2002, section 14.2.2), in 2 ⌈log₂ c⌉ products, where substitution is c steps one after the other.
 */
export function inverseOfUnitLower(L: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const c = L.shape[0];
    let X = tf.eye(c);
    for (let half = 1; half < c; half *= 2) {
      const quarter = L.mul(squareMask(c, (i, j) => isLowerLeft(i, j, half)));
      // X_0 is the identity.
      X = X.sub(half === 1 ? quarter : X.matMul(quarter).matMul(X));
    }
    return X;
  });
}

/** The inverse of a unit upper triangular matrix, `[c, c]`; only what lies above the diagonal is read. */
export const inverseOfUnitUpper = (U: tf.Tensor2D): tf.Tensor2D =>
  tf.tidy(() => inverseOfUnitLower(U.transpose()).transpose());

/** Whether an entry lies in the lower left quarter of a diagonal block of 2 · `half` rows. */
function isLowerLeft(i: number, j: number, half: number): boolean {
  const [row, column] = [Math.floor(i / half), Math.floor(j / half)];
  return row % 2 === 1 && column === row - 1;
}
