import type { DensityModel, NumericArray } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** Rows of an array, by their numbers, as a model takes them: `[rows, ...eventShape]`. */
export function batchOf(
  { data, shape }: NumericArray,
  rows: readonly number[],
  { eventShape }: Pick<DensityModel, 'eventShape'>,
): tf.Tensor {
  const width = data.length / (shape[0] as number);
  const batch = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) batch.set(data.subarray(row * width, (row + 1) * width), i * width);
  return tf.tensor(batch, [rows.length, ...eventShape]);
}
