import * as tf from '@tensorflow/tfjs';

/** A = P L U, all `[c, c]`. Only what lies below the diagonal of L, and on and above it of U, is meant to be read. */
export type Lu = { readonly P: tf.Tensor2D; readonly L: tf.Tensor2D; readonly U: tf.Tensor2D };

/**
 * The decomposition A = P L U with partial pivoting in tensor operations, about ten for each column, so that it is part of
 * a compiled graph. Column k of what is left of A has its largest number in row p; the row u_k = A_p and the column
 * l_k = A_·k / A_pk are taken off it,
 *
 *     A ← A - l_k ⊗ u_k
 *
 * after which row p and column k are 0: A = Σ_k l_k ⊗ u_k, an outer product form of Gaussian elimination (Golub and Van
 * Loan 2013, algorithm 3.4.1). No gradient goes through it.
 */
export function luDecomposition(A: tf.Tensor2D): Lu {
  return tf.tidy(() => {
    const c = A.shape[0];
    const [columns, rows, pivots]: [tf.Tensor2D[], tf.Tensor2D[], tf.Tensor2D[]] = [[], [], []];
    const places = tf.range(0, c, 1, 'int32').expandDims(0);
    let rest = A;
    for (let k = 0; k < c; k++) {
      const column = rest.slice([0, k], [c, 1]);
      const pivot = tf.equal(places, column.abs().argMax(0).expandDims(1)).toFloat() as tf.Tensor2D;
      const u = tf.matMul(pivot, rest) as tf.Tensor2D;
      const l = column.div(u.slice([0, k], [1, 1])) as tf.Tensor2D;
      rest = rest.sub<tf.Tensor2D>(l.mul(u));
      columns.push(l);
      rows.push(u);
      pivots.push(pivot);
    }
    const order = tf.concat(pivots);
    return { P: order.transpose(), L: tf.matMul(order, tf.concat(columns, 1)) as tf.Tensor2D, U: tf.concat(rows) };
  });
}
