import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { testKernels } from './fixtures/kernel-law.ts';
import { opsOf, recordedNodes } from './fixtures/recorded-nodes.ts';
import { reductionCases } from './fixtures/reduction-cases.ts';

testKernels(reductionCases);

test('the rows of a matrix are summed by a product with ones', () => {
  expect(opsOf(recordedNodes([[8, 3]], (x: tf.Tensor) => tf.sum(x, 0)))).toContain('Gemm');
  expect(opsOf(recordedNodes([[8, 3]], (x: tf.Tensor) => tf.sum(x, 1)))).toEqual(['ReduceSum']);
});
