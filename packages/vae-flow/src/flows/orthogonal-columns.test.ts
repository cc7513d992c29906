import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { orthogonalColumns, orthonormal } from './orthogonal-columns.ts';

/** The largest |QᵀQ - I|. */
const deviation = (Q: tf.Tensor3D): number =>
  tf.tidy(() => {
    const gram = tf.matMul(Q, Q, true);
    return gram.sub(tf.eye(Q.shape[2])).abs().max().dataSync()[0] as number;
  });

test.each([
  [8, 4],
  [64, 32],
  [5, 1],
  [6, 6],
])('thirty iterations make the columns of %d x %d numbers orthonormal to 1e-5', (D, M) => {
  const A = rng(0).normal<tf.Rank.R3>([10, D, M]);
  expect(deviation(orthonormal(A, 30))).toBeLessThan(1e-5);
});

test('the columns span what those of A span, and are A where they were orthonormal', () => {
  const A = rng(1).normal<tf.Rank.R3>([1, 6, 3]);
  const Q = orthonormal(A, 30);
  // Q Qᵀ A = A
  expectClose(tf.matMul(Q, tf.matMul(Q, A, true)), A, { tolerance: 1e-5 });
  expectClose(orthonormal(Q, 30), Q, { tolerance: 1e-5 });
  expectClose(orthonormal(A.mul(1e-3) as tf.Tensor3D, 30), Q, { tolerance: 1e-5 });
});

test('thirty iterations are enough for a singular value of 1e-4 of the norm, and not for one of 1e-6', () => {
  const diagonal = (least: number) => tf.diag(tf.tensor1d([1, least])).expandDims(0) as tf.Tensor3D;
  expect(deviation(orthonormal(diagonal(1e-4), 30))).toBeLessThan(1e-5);
  expect(deviation(orthonormal(diagonal(1e-6), 30))).toBeGreaterThan(0.1);
  expect(deviation(orthonormal(diagonal(1e-6), 42))).toBeLessThan(1e-5);
});

test('a matrix of zeros stays so, with gradients that are finite', () => {
  const zeros = tf.zeros<tf.Rank.R3>([1, 3, 2]);
  expectClose(orthonormal(zeros, 5), zeros, { tolerance: 0 });
  const gradient = tf.grad((A) => orthonormal(A as tf.Tensor3D, 5))(zeros);
  expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
});

test('one matrix serves all rows, or each row has its own', () => {
  const A = rng(2).normal<tf.Rank.R3>([1, 4, 2]);
  const z = rng(3).normal<tf.Rank.R2>([3, 4]);
  const y = rng(4).normal<tf.Rank.R2>([3, 2]);
  const [one, each] = [orthogonalColumns(A, 30), orthogonalColumns(A.tile([3, 1, 1]), 30)];
  const Q = orthonormal(A, 30).reshape([4, 2]) as tf.Tensor2D;
  for (const columns of [one, each]) {
    expectClose(columns.apply(y), tf.matMul(y, Q, false, true), { tolerance: 1e-6 });
    expectClose(columns.transposed(z), tf.matMul(z, Q), { tolerance: 1e-6 });
  }
});
