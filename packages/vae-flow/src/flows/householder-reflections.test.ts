import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { householderReflections } from './householder-reflections.ts';

const identity = tf.eye(4);

test('Qᵀ undoes Q, and lengths stay', () => {
  const vectors = [0, 1, 2].map((i) => rng(i).normal<tf.Rank.R2>([5, 4]));
  const { apply, transposed } = householderReflections(vectors);
  const z = rng(3).normal<tf.Rank.R2>([5, 4]);
  expectClose(transposed(apply(z)), z, { tolerance: 1e-5 });
  expectClose(apply(transposed(z)), z, { tolerance: 1e-5 });
  expectClose(apply(z).square().sum(1), z.square().sum(1), { tolerance: 1e-5 });
});

test('Q is H_1 H_2: the last reflection comes first, and first in the transpose', () => {
  const vectors = [
    [1, 2, -1, 0.5],
    [0, 1, 3, -2],
  ];
  const reflection = (v: number[]) => {
    const column = tf.tensor2d(v, [4, 1]);
    const square = v.reduce((sum, x) => sum + x * x, 0);
    return identity.sub(column.matMul(column, false, true).mul(2 / square)) as tf.Tensor2D;
  };
  const [first, second] = vectors.map(reflection) as [tf.Tensor2D, tf.Tensor2D];
  const Q = first.matMul(second);
  const { apply, transposed } = householderReflections(vectors.map((v) => tf.tensor2d([v])));
  // A row is a vector, and so the rows of the identity give Qᵀ.
  expectClose(apply(identity), Q.transpose(), { tolerance: 1e-6 });
  expectClose(transposed(identity), Q, { tolerance: 1e-6 });
});

test('a reflection by a vector of zeros is the identity, and its gradient is finite', () => {
  const { apply } = householderReflections([tf.zeros([1, 4])]);
  expectClose(apply(identity), identity, { tolerance: 0 });
  const gradient = tf.grad((v) => householderReflections([v]).apply(identity))(tf.zeros([1, 4]));
  expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
});
