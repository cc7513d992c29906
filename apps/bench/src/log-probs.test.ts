import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { logProbs } from './log-probs.ts';

const rows = { data: Float32Array.of(1, 2, 3, 4, 5), shape: [5, 1] };

test('rows are asked for a few at a time, each beside its context, and their order is kept', async () => {
  const before = tf.memory().numTensors;
  const asked: number[] = [];
  const context = { data: rows.data.map((x) => 10 * x), shape: [5, 1] };
  const sum = (x: tf.Tensor, given: { context?: tf.Tensor }) => {
    asked.push(x.shape[0] as number);
    return tf.tidy(() => x.add(given.context as tf.Tensor).squeeze([1]) as tf.Tensor1D);
  };
  expect([...(await logProbs(sum, rows, { context, atOnce: 2 }))]).toEqual([11, 22, 33, 44, 55]);
  expect(asked).toEqual([2, 2, 1]);
  expect(tf.memory().numTensors).toBe(before);
});
