import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { matVec } from './mat-vec.ts';

const A = tf.tensor3d([
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
]);

test('one matrix multiplies every row, transposed where asked', () => {
  const x = tf.tensor2d([
    [1, 0, 0],
    [1, 1, 1],
  ]);
  expectClose(
    matVec(A, x),
    tf.tensor2d([
      [1, 4],
      [6, 15],
    ]),
    { tolerance: 0 },
  );
  expectClose(matVec(A, tf.tensor2d([[1, -1]]), true), tf.tensor2d([[-3, -3, -3]]), { tolerance: 0 });
});

test('each row has its own matrix where there are as many', () => {
  const matrices = rng(0).normal<tf.Rank.R3>([4, 2, 3]);
  const [x, y] = [rng(1).normal<tf.Rank.R2>([4, 3]), rng(2).normal<tf.Rank.R2>([4, 2])];
  const rowOf = <T extends tf.Tensor>(t: T, i: number) => t.slice(i, 1) as T;
  for (let i = 0; i < 4; i++) {
    expectClose(rowOf(matVec(matrices, x), i), matVec(rowOf(matrices, i), rowOf(x, i)), { tolerance: 1e-6 });
    const there = matVec(matrices, y, true);
    expectClose(rowOf(there, i), matVec(rowOf(matrices, i), rowOf(y, i), true), { tolerance: 1e-6 });
  }
});

test('gradients have the shapes of what they are by', () => {
  for (const rows of [1, 4]) {
    const [matrices, x] = [rng(0).normal<tf.Rank.R3>([rows, 2, 3]), rng(1).normal<tf.Rank.R2>([4, 3])];
    const gradients = tf.grads((A: tf.Tensor, x: tf.Tensor) => matVec(A as tf.Tensor3D, x as tf.Tensor2D));
    expect(gradients([matrices, x]).map(({ shape }) => shape)).toEqual([
      [rows, 2, 3],
      [4, 3],
    ]);
  }
});
