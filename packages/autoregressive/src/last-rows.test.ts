import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { lastRows } from './last-rows.ts';

test.each([
  [
    [1, 2, 3],
    [2, 3, 4],
  ],
  [[3], [4]],
])('of %j and a row 4 remain %j, and nothing leaks', (before, expected) => {
  const [rows, row] = [tf.tensor4d(before, [1, before.length, 1, 1]), tf.tensor4d([4], [1, 1, 1, 1])];
  expect([...lastRows(rows, row).dataSync()]).toEqual(expected);
  expectNoLeak(() => lastRows(rows, row).dispose());
});
