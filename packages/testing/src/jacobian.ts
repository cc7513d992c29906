import * as tf from '@tensorflow/tfjs';

/** More dimensions than these make a Jacobian slow to take and its determinant inexact in float32. */
const mostDimensions = 64;

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, axis) => size * axis, 1);

/**
 * log|det ∂f/∂x| of each row, by automatic differentiation.
 *
 * Row b is repeated D times, and the gradient of the i-th repetition's i-th output is row i of its Jacobian, so that
 * one backward pass gives the Jacobians of all rows. This takes for granted that rows do not touch each other.
 *
 * @param f from `[rows, ...]` and its context to `[rows, ...]` of as many numbers.
 * @throws Error above 64 dimensions.
 */
export async function jacobianLogDet(
  f: (x: tf.Tensor, context?: tf.Tensor) => tf.Tensor,
  x: tf.Tensor,
  context?: tf.Tensor,
): Promise<number[]> {
  const [batch, ...event] = x.shape as [number, ...number[]];
  const size = sizeOf(event);
  if (size > mostDimensions) {
    throw new Error(`jacobianLogDet: expected at most ${mostDimensions} dimensions, got ${size}: try a smaller one`);
  }
  const repeated = context && repeatRows(context, size);
  const jacobians = tf.tidy(() => {
    const rows = repeatRows(x, size);
    const output = f(rows, repeated);
    const selected = tf.eye(size).tile([batch, 1]).reshape(output.shape);
    return tf.grad((rows: tf.Tensor) => f(rows, repeated))(rows, selected);
  });
  const entries = await jacobians.data();
  tf.dispose([jacobians, repeated ?? []]);
  return Array.from({ length: batch }, (_, row) =>
    logAbsDet(Float64Array.from(entries.subarray(row * size * size, (row + 1) * size * size)), size),
  );
}

/** `[batch, ...]` to `[batch · times, ...]`, each row `times` times in a row. */
const repeatRows = (x: tf.Tensor, times: number): tf.Tensor =>
  tf.tidy(() => {
    const [batch, ...event] = x.shape as [number, ...number[]];
    return x
      .reshape([batch, 1, sizeOf(event)])
      .tile([1, times, 1])
      .reshape([batch * times, ...event]);
  });

/** log|det A| of a `size` × `size` matrix, row by row: Gaussian elimination with partial pivoting, which eats A. */
export function logAbsDet(matrix: Float64Array, size: number): number {
  const at = (row: number, column: number) => matrix[row * size + column] as number;
  let logDet = 0;
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let row = k + 1; row < size; row++) if (Math.abs(at(row, k)) > Math.abs(at(pivot, k))) pivot = row;
    logDet += Math.log(Math.abs(at(pivot, k)));
    for (let column = k; column < size; column++) {
      const upper = at(pivot, column);
      matrix[pivot * size + column] = at(k, column);
      matrix[k * size + column] = upper;
    }
    for (let row = k + 1; row < size; row++) {
      const factor = at(row, k) / at(k, k);
      for (let column = k; column < size; column++)
        matrix[row * size + column] = at(row, column) - factor * at(k, column);
    }
  }
  return logDet;
}
