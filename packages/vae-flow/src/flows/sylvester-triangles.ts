import * as tf from '@tensorflow/tfjs';

/**
 * R and R̃, upper triangular `[rows, M, M]`, and their diagonals r and r̃, `[rows, M]`; s = 1 + r r̃, the least that the
 * diagonal of the Jacobian can be where r r̃ < 0.
 */
export type SylvesterTriangles = {
  R: tf.Tensor3D;
  tilde: tf.Tensor3D;
  diagonal: tf.Tensor2D;
  tildeDiagonal: tf.Tensor2D;
  s: tf.Tensor2D;
};

/**
 * The two triangles of M² + M free numbers: a matrix A `[rows, M, M]`, whose upper half is R's and whose lower half,
 * transposed, is R̃'s, and numbers d `[rows, M]`. Their diagonals are bounded,
 *
 *     r = √(1 - ε) tanh(diag A)          r̃ = √(1 - ε) tanh(d)
 *
 * so that r r̃ ≥ -1 + ε, and the step is invertible (van den Berg et al. 2018, section 3, where ε is 0).
 */
export function sylvesterTriangles(A: tf.Tensor3D, d: tf.Tensor2D, floor: number): SylvesterTriangles {
  const M = A.shape[2];
  const identity = tf.eye(M);
  const above = strictlyUpper(M);
  const bounded = (x: tf.Tensor): tf.Tensor2D => x.tanh().mul(Math.sqrt(1 - floor)) as tf.Tensor2D;
  const triangle = (from: tf.Tensor, diagonal: tf.Tensor2D) =>
    from.mul(above).add(diagonal.expandDims(1).mul(identity)) as tf.Tensor3D;
  const diagonal = bounded(A.mul(identity).sum(2));
  const tildeDiagonal = bounded(d);
  return {
    R: triangle(A, diagonal),
    tilde: triangle(A.transpose([0, 2, 1]), tildeDiagonal),
    diagonal,
    tildeDiagonal,
    s: diagonal.mul(tildeDiagonal).add(1) as tf.Tensor2D,
  };
}

/** The matrix that is 1 above its diagonal, and 0 elsewhere. */
function strictlyUpper(M: number): tf.Tensor2D {
  const entries = Float32Array.from({ length: M * M }, (_, at) => Number(at % M > Math.floor(at / M)));
  return tf.tensor2d(entries, [M, M]);
}
