import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { batchOf } from './batch-of.ts';

test('rows are taken by their numbers, in that order, in the shape that the model takes', () => {
  const rows = { data: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7), shape: [2, 4] };
  const batch = tf.tidy(() =>
    batchOf(rows, [1, 0, 1], { eventShape: [2, 2, 1] })
      .reshape([3, 4])
      .arraySync(),
  );
  expect(batch).toEqual([
    [4, 5, 6, 7],
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ]);
});
