import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectClose, expectFinite } from './close.ts';

test('tensors, lists and numbers are close within a tolerance relative to 1 + |expected|', () => {
  expectClose(tf.tensor1d([1, 100]), [1.00001, 100.0005], { tolerance: 1e-5 });
  expectClose(1000.5, 1000, { tolerance: 1e-3 });
  expect(() => expectClose(1002, 1000, { tolerance: 1e-3 })).toThrow();
});

test('the message names the worst place and both of its values', () => {
  const actual = tf.tensor2d([0, 1, 2, 3.5], [2, 2]);
  expect(() => expectClose(actual, tf.tensor2d([0, 1.1, 2, 3], [2, 2]), { tolerance: 1e-3, what: 'z' })).toThrow(
    'z: expected a difference of at most 0.001 (1 + |expected|); the worst is at [1,1]: got 3.5, expected 3, off by 0.500',
  );
});

test('NaN is close to nothing, and an infinity to itself', () => {
  expectClose([Infinity, -Infinity], [Infinity, -Infinity], { tolerance: 0 });
  for (const [a, b] of [
    [NaN, NaN],
    [NaN, 1],
    [1, NaN],
    [Infinity, 1],
    [1, Infinity],
    [Infinity, -Infinity],
  ]) {
    expect(() => expectClose(a as number, b as number, { tolerance: 1e9 })).toThrow(`got ${a}, expected ${b}`);
  }
});

test('tensors of different shapes and lists of different lengths are not close', () => {
  expect(() => expectClose(tf.zeros([2, 3]), tf.zeros([3, 2]))).toThrow('expected shape [3,2], got [2,3]');
  expect(() => expectClose([1, 2], [1])).toThrow('expected shape [1], got [2]');
});

test('the first number that is not finite is named with its place', () => {
  expectFinite(tf.tensor1d([0, 1e30]), 'x');
  expect(() => expectFinite(tf.tensor2d([0, 1, NaN, Infinity], [2, 2]), 'x')).toThrow(
    'x: expected finite numbers, got NaN at [1,0]',
  );
});
