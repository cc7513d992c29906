import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { takeColumns, takeRows } from './take-columns.ts';

const x = () =>
  tf.tensor2d([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);

test.each([[[0, 1]], [[2]], [[3, 2, 1, 0]], [[2, 1]], [[0, 2]], [[3, 0, 2, 1]]])(
  'columns %j are taken in this order, and the gradient goes back to where they came from',
  (indices) => {
    tf.tidy(() => {
      const expected = [1, 5].map((row) => indices.map((i) => row + i));
      expect(takeColumns(x(), indices).arraySync()).toEqual(expected);
      const weights = tf.tensor2d([indices.map((_, k) => k + 1)]);
      const gradient = tf.grad((input) =>
        takeColumns(input as tf.Tensor2D, indices)
          .mul(weights)
          .sum(),
      )(x());
      const row = [0, 1, 2, 3].map((i) => indices.indexOf(i) + 1);
      expect(gradient.arraySync()).toEqual([row, row]);
    });
  },
);

test.each([[[0, 1, 2]], [[2, 1, 0]], [[1]], [[2, 0]]])(
  'rows %j are taken in this order, and so is the gradient',
  (indices) => {
    tf.tidy(() => {
      const rows = tf.tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      const all = rows.arraySync();
      expect(takeRows(rows, indices).arraySync()).toEqual(indices.map((i) => all[i]));
      const weights = tf.tensor2d(indices.map((_, k) => [k + 1]));
      const gradient = tf.grad((input) =>
        takeRows(input as tf.Tensor2D, indices)
          .mul(weights)
          .sum(),
      )(rows);
      expect(gradient.arraySync()).toEqual([0, 1, 2].map((i) => Array(2).fill(indices.indexOf(i) + 1)));
    });
  },
);

test('all of it is a copy, not the same tensor', () => {
  const all = x();
  const copy = takeColumns(all, [0, 1, 2, 3]);
  all.dispose();
  expect(copy.shape).toEqual([2, 4]);
  copy.dispose();
});
