import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { takeColumns } from './take-columns.ts';

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
