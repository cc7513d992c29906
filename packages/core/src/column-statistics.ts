import type * as tf from '@tensorflow/tfjs';
import { DataError } from './errors.ts';
import { type Shape, sizeOf } from './shape.ts';

/** Data `[n, ...eventShape]` to take statistics of: a list of rows, an array and its shape, or a tensor. */
export type StatisticsData =
  | readonly ArrayLike<number>[]
  | { readonly data: ArrayLike<number>; readonly shape: Shape }
  | tf.Tensor;

/** Rows on the host, one after the other, the elements of an event taken as `dims` columns. */
export type Columns = {
  readonly data: ArrayLike<number>;
  readonly count: number;
  readonly dims: number;
  readonly eventShape: Shape;
};

/**
 * Brings data to the host.
 *
 * @throws DataError where there are no two rows, where they are ragged, or where a number is not finite.
 */
export function columnsOf(who: string, rows: StatisticsData): Columns {
  const { data, shape } = arrayOf(who, rows);
  const [count = 0, ...eventShape] = shape;
  const dims = sizeOf(eventShape);
  if (count < 2 || dims < 1 || data.length !== count * dims) {
    throw new DataError(
      `${who}: expected at least 2 rows of at least 1 column, got ${data.length} numbers in ${count} rows`,
    );
  }
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      throw new DataError(
        `${who}: expected finite numbers, got ${data[i]} in row ${Math.floor(i / dims)}, column ${i % dims}`,
      );
    }
  }
  return { data, count, dims, eventShape };
}

function arrayOf(who: string, rows: StatisticsData): { data: ArrayLike<number>; shape: Shape } {
  if ('dataSync' in rows) return { data: rows.dataSync(), shape: rows.shape };
  if ('data' in rows) return rows;
  const dims = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * dims);
  for (const [i, row] of rows.entries()) {
    if (row.length !== dims)
      throw new DataError(`${who}: expected rows of ${dims} numbers, got ${row.length} in row ${i}`);
    data.set(row, i * dims);
  }
  return { data, shape: [rows.length, dims] };
}

/** The mean of each column, in float64. */
export function columnMeans({ data, count, dims }: Columns): Float64Array {
  const means = new Float64Array(dims);
  for (let i = 0; i < data.length; i++) means[i % dims] = (means[i % dims] as number) + (data[i] as number);
  return means.map((sum) => sum / count);
}

/** The variance (1/n) of each column about its mean, in float64; 0 exactly where the column is constant. */
export function columnVariances({ data, count, dims }: Columns, means: Float64Array): Float64Array {
  const squares = new Float64Array(dims);
  const varies = new Uint8Array(dims);
  for (let i = 0; i < data.length; i++) {
    const column = i % dims;
    squares[column] = (squares[column] as number) + ((data[i] as number) - (means[column] as number)) ** 2;
    if (data[i] !== data[column]) varies[column] = 1;
  }
  return squares.map((sum, column) => (varies[column] ? sum / count : 0));
}

/**
 * The covariance of the columns, (1/n) Σ (x - mean)(x - mean)ᵀ, row after row, in float64; about the mean, where
 * E[x²] - E[x]² would cancel.
 */
export function covariance({ data, count, dims }: Columns, means: Float64Array): Float64Array {
  const sums = new Float64Array(dims * dims);
  const centred = new Float64Array(dims);
  for (let row = 0; row < count; row++) {
    for (let j = 0; j < dims; j++) centred[j] = (data[row * dims + j] as number) - (means[j] as number);
    for (let i = 0; i < dims; i++) {
      for (let j = 0; j <= i; j++) {
        const at = i * dims + j;
        sums[at] = (sums[at] as number) + (centred[i] as number) * (centred[j] as number);
      }
    }
  }
  const entry = (i: number, j: number) => (sums[Math.max(i, j) * dims + Math.min(i, j)] as number) / count;
  return sums.map((_, at) => entry(Math.floor(at / dims), at % dims));
}
