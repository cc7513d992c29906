import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { oneHot } from './one-hot.ts';

test('the second axis holds the indicators of each element', () => {
  const rows = tf.tensor2d([
    [0, 2],
    [1, 1],
  ]);
  const expected = tf.tensor3d([
    [
      [1, 0],
      [0, 0],
      [0, 1],
    ],
    [
      [0, 0],
      [1, 1],
      [0, 0],
    ],
  ]);
  for (const x of [rows, rows.toInt()]) expectClose(oneHot(x, 3), expected, { tolerance: 0 });
});

test('a list of numbers has a row of indicators each, of one level too', () => {
  expectClose(
    oneHot(tf.tensor1d([1, 0], 'int32'), 2),
    tf.tensor2d([
      [0, 1],
      [1, 0],
    ]),
    { tolerance: 0 },
  );
  expectClose(oneHot(tf.tensor1d([0, 0]), 1), tf.ones([2, 1]), { tolerance: 0 });
});
