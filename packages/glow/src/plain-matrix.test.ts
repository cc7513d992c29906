import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { inverseOf, plainMatrix } from './plain-matrix.ts';

const matrix = (c: number) => rng(c).normal<tf.Rank.R2>([c, c]);

test.each([1, 2, 7, 24])('the inverse of %i rows times the matrix is the identity', (c) => {
  expectClose(tf.matMul(inverseOf(matrix(c)).matrix, matrix(c)), tf.eye(c), { tolerance: 1e-3 });
});

test('log|det| is that of a matrix whose determinant float32 does not hold', () => {
  const c = 40;
  const { logDet } = inverseOf(tf.eye(c).mul(1e-3) as tf.Tensor2D);
  expect(logDet.dataSync()[0]).toBeCloseTo(c * Math.log(1e3), 3);
});

test('the gradient of log|det W| is W⁻ᵀ, and that of the inverse -W⁻ᵀ dY W⁻ᵀ', () => {
  const [W, dY] = [matrix(4), rng('dY').normal<tf.Rank.R2>([4, 4])];
  const Y = inverseOf(W).matrix;
  expectClose(tf.grad((W) => inverseOf(W as tf.Tensor2D).logDet)(W), Y.transpose().neg(), { tolerance: 1e-4 });
  const ofInverse = tf.grad((W) =>
    inverseOf(W as tf.Tensor2D)
      .matrix.mul(dY)
      .sum(),
  )(W);
  const expected = tf.matMul(tf.matMul(Y, dY, true), Y, false, true).neg();
  expectClose(ofInverse, expected, { tolerance: 1e-4 });
});

test('so is the gradient of that gradient', () => {
  // d/dw of 1/w is -1/w², and of that 2/w³; of log|1/w|, -1/w and 1/w².
  const w = tf.tensor2d([[2]]);
  const second = (f: (W: tf.Tensor2D) => tf.Tensor) =>
    tf
      .grad((w) =>
        tf
          .grad((w) => f(w as tf.Tensor2D).sum())(w)
          .sum(),
      )(w)
      .dataSync()[0];
  expect(second((w) => inverseOf(w).matrix)).toBeCloseTo(2 / 8, 5);
  expect(second((w) => inverseOf(w).logDet)).toBeCloseTo(1 / 4, 5);
});

test('nothing leaks', () => {
  const { matrix, inverse, parts } = plainMatrix(3);
  expectNoLeak(() => tf.dispose([matrix(), inverse()] as unknown as tf.TensorContainer));
  tf.dispose(parts as unknown as tf.TensorContainer);
});
