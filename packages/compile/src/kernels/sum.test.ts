import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { recordedNodes } from './fixtures/recorded-nodes.ts';

const stages = (shape: number[], axis: number) =>
  recordedNodes([shape], (x: tf.Tensor) => tf.sum(x, axis))
    .filter(({ op }) => !['Reshape', 'Expand'].includes(op))
    .map(({ op, inputs }) => [op, inputs[op === 'Gemm' ? 1 : 0]?.shape]);

test('few numbers are added at once', () => {
  expect(stages([8, 512], 1)).toEqual([['ReduceSum', [8, 512]]]);
});

test('many numbers are added in parts of neighbours', () => {
  expect(stages([8, 1000], 1)).toEqual([
    ['ReduceSum', [16, 500]],
    ['ReduceSum', [8, 2]],
  ]);
});

test('the rows of a matrix are summed by a product with ones', () => {
  expect(stages([8, 3], 0)).toEqual([['Gemm', [8, 3]]]);
});

test('many rows are added in parts that are rows again', () => {
  expect(stages([1000, 3], 0)).toEqual([
    ['Gemm', [500, 6]],
    ['Gemm', [2, 3]],
  ]);
});

test('a number of numbers that no part divides is filled up with zeros', () => {
  expect(stages([1009], 0)).toEqual([
    ['Pad', [1, 1009, 1]],
    ['ReduceSum', [2, 512]],
    ['ReduceSum', [1, 2]],
  ]);
});
