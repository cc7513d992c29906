import type { Given, NumericArray } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { rowsOf, takeRows } from './data-set.ts';
import { toTensor } from './to-tensor.ts';

/** log p of each row, given its row of context where there is one, in nats; some thousand rows at a time, or so many. */
export async function logProbs(
  logProb: (x: tf.Tensor, given: Given) => tf.Tensor1D | Promise<tf.Tensor1D>,
  rows: NumericArray,
  { context, atOnce = 2000 }: { context?: NumericArray; atOnce?: number } = {},
): Promise<Float64Array> {
  const values = new Float64Array(rowsOf(rows));
  for (let from = 0; from < values.length; from += atOnce) {
    const x = toTensor(takeRows(rows, from, from + atOnce));
    const given = context && { context: toTensor(takeRows(context, from, from + atOnce)) };
    const ofRows = await logProb(x, given ?? {});
    values.set(await ofRows.data(), from);
    tf.dispose([x, ofRows, given?.context ?? []]);
  }
  return values;
}
