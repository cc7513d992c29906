import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rowNorm } from './row-norm.ts';

test('it is the length of each vector', () => {
  const rows = tf.tensor2d([
    [3, -4],
    [1e-10, 0],
  ]);
  const lengths = rowNorm(rows);
  expectClose(lengths, tf.tensor2d([[5], [1e-10]]), { tolerance: 1e-6 });
  expect(lengths.dataSync()[1]).toBeCloseTo(1e-10, 14);
});

test('a vector of zeros has a length above 0, and the gradient 0', () => {
  const zeros = tf.zeros([2, 3]);
  expect(Math.min(...rowNorm(zeros).dataSync())).toBeGreaterThan(0);
  expectClose(tf.grad(rowNorm)(zeros), tf.zeros([2, 3]), { tolerance: 0 });
});
