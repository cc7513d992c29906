import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { skew, unskew } from './skew.ts';

test('each row lies one place further right than the row above', () => {
  const x = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 3, 2, 1]);
  expect(skew(x).reshape([3, 4]).arraySync()).toEqual([
    [1, 2, 0, 0],
    [0, 3, 4, 0],
    [0, 0, 5, 6],
  ]);
});

test.each([
  [3, 5],
  [5, 3],
  [1, 4],
  [4, 1],
])('unskew is its inverse on images of %i by %i, and nothing leaks', (height, width) => {
  const x = rng(0).normal<tf.Rank.R4>([2, height, width, 3]);
  expect(skew(x).shape).toEqual([2, height, width + height - 1, 3]);
  expectClose(unskew(skew(x)), x, { tolerance: 0 });
  expectNoLeak(() => tf.tidy(() => void unskew(skew(x))));
});

test('gradients go back to the places that they come from', () => {
  const x = rng(1).normal<tf.Rank.R4>([2, 3, 4, 2]);
  const weights = rng(2).normal<tf.Rank.R4>([2, 3, 6, 2]);
  const gradient = tf.grad((x) =>
    skew(x as tf.Tensor4D)
      .mul(weights)
      .sum(),
  )(x);
  expectClose(gradient, unskew(weights), { tolerance: 0 });
});

test('what is no image is refused', () => {
  const matrix = tf.zeros([2, 3]) as unknown as tf.Tensor4D;
  expect(() => skew(matrix)).toThrow('skew: expected x of shape [batch, height, width, channels], got [2, 3]');
  expect(() => unskew(tf.zeros([1, 4, 3, 1]))).toThrow(
    'unskew: expected y of shape [batch, height, width + height - 1, channels], got [1, 4, 3, 1]',
  );
});
