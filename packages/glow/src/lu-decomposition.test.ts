import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { luDecomposition } from './lu-decomposition.ts';
import { pivotedLu } from './pivoted-lu.ts';

test.each([1, 2, 3, 8, 21])('of %i rows, A = P L U with the factors that the host finds in float64', (c) => {
  const A = rng(c).normal<tf.Rank.R2>([c, c]);
  const { P, L, U } = luDecomposition(A);
  expectClose(tf.matMul(tf.matMul(P, L), U), A, { tolerance: 1e-5 });
  const { factors, permutation } = pivotedLu('test', A.dataSync(), c);
  expectClose(
    P,
    permutation.flatMap((row) => permutation.map((_, k) => Number(k === row))),
    { tolerance: 0 },
  );
  const [lower, upper] = [L.dataSync(), U.dataSync()];
  const both = factors.map((_, at) => (Math.floor(at / c) > at % c ? lower : upper)[at] as number);
  expectClose(both, factors, { tolerance: 1e-4 });
  expect(Math.max(...lower)).toBe(1);
});

test('rows are exchanged where a pivot would be zero', () => {
  const { P, L, U } = luDecomposition(
    tf.tensor2d([
      [0, 2],
      [4, 5],
    ]),
  );
  expect([P, L, U].map((matrix) => matrix.arraySync())).toEqual([
    [
      [0, 1],
      [1, 0],
    ],
    [
      [1, 0],
      [0, 1],
    ],
    [
      [4, 5],
      [0, 2],
    ],
  ]);
});
