import { parameter } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { InvertibleMatrix, MatrixAndLogDet } from './invertible-matrix.ts';
import { luDecomposition } from './lu-decomposition.ts';
import { pivotedLu } from './pivoted-lu.ts';
import { inverseOfUnitLower, inverseOfUnitUpper } from './triangular-inverse.ts';

/** W as it is, one variable; `start` is what it starts as, row after row, the identity where absent. */
export function plainMatrix(channels: number, start?: ArrayLike<number>): InvertibleMatrix {
  const variable = parameter<tf.Rank.R2>([channels, channels], (shape) =>
    start ? tf.tensor2d(Float32Array.from(start), shape) : tf.eye(channels),
  );
  const W = variable as tf.Tensor2D;
  return {
    config: { parameterization: 'plain' },
    parts: { matrix: variable },
    matrix: () => tf.tidy(() => ({ matrix: W.clone(), logDet: inverseOf(W).logDet.neg() as tf.Scalar })),
    inverse: () => inverseOf(W),
    constrain: () => void pivotedLu('invertibleConvolution', W.dataSync(), channels),
  };
}

/**
 * W⁻¹ = U⁻¹ L⁻¹ Pᵀ and log|det W⁻¹| = -Σ log|u_kk|, from the decomposition W = P L U, with the gradients
 *
 *     d log|det W⁻¹| / dW = -W⁻ᵀ          dL/dW = -W⁻ᵀ (dL/dW⁻¹) W⁻ᵀ
 *
 * computed from W again, so that they have right gradients of their own.
 */
export function inverseOf(W: tf.Tensor2D): MatrixAndLogDet {
  const c = W.shape[0];
  const op = tf.customGrad((input, save) => {
    (save as tf.GradSaveFunc)([input as tf.Tensor]);
    return {
      value: packed(decomposed(input as tf.Tensor2D)),
      gradFunc: (dy: tf.Tensor, [W]: tf.Tensor[]) => tf.tidy(() => gradientOf(W as tf.Tensor2D, unpacked(dy, c))),
    };
  });
  return tf.tidy(() => unpacked(op(W), c));
}

function gradientOf(W: tf.Tensor2D, { matrix: dY, logDet: dLogDet }: MatrixAndLogDet): tf.Tensor2D {
  const { matrix: Y } = inverseOf(W);
  return tf
    .matMul(tf.matMul(Y, dY, true), Y, false, true)
    .add(Y.transpose().mul(dLogDet))
    .neg() as tf.Tensor2D;
}

function decomposed(W: tf.Tensor2D): MatrixAndLogDet {
  return tf.tidy(() => {
    const { P, L, U } = luDecomposition(W);
    const pivots = U.mul(tf.eye(W.shape[0])).sum(1, true) as tf.Tensor2D;
    // U = S (S⁻¹ U), S its diagonal.
    const ofUpper = inverseOfUnitUpper(U.div(pivots)).div(pivots.transpose()) as tf.Tensor2D;
    const matrix = tf.matMul(tf.matMul(ofUpper, inverseOfUnitLower(L)), P, false, true) as tf.Tensor2D;
    return { matrix, logDet: pivots.abs().log().sum().neg() as tf.Scalar };
  });
}

/** Both as the one tensor of which tfjs takes gradients. */
const packed = ({ matrix, logDet }: MatrixAndLogDet): tf.Tensor1D =>
  tf.tidy(() => tf.concat([matrix.flatten(), logDet.reshape([1])]));

function unpacked(packed: tf.Tensor, c: number): MatrixAndLogDet {
  const [matrix, logDet] = tf.split(packed, [c * c, 1]) as [tf.Tensor, tf.Tensor];
  return { matrix: matrix.reshape([c, c]), logDet: logDet.asScalar() };
}
