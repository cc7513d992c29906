import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { checkerboardMask } from './mask.ts';
import { parting } from './parting.ts';

const numbers = (x: tf.Tensor) => [...x.dataSync()];

test('columns are parted into smaller tensors, and joined in their places', () => {
  const { read, moved, apart, join, stays } = parting([0, 1, 0]);
  const x = tf.tensor2d([[1, 2, 3]]);
  const { a, b } = apart(x);
  expect([read, moved, numbers(a), numbers(b)]).toEqual([1, 2, [2], [1, 3]]);
  expect(numbers(join(a, tf.tensor2d([[10, 30]])))).toEqual([10, 2, 30]);
  expect([0, 1, 2, 3, 4, 5].map(stays)).toEqual([false, true, false, false, true, false]);
});

test('elements are read with zeros where they move, and only those that move count', () => {
  const { read, moved, apart, join, sum, stays } = parting(checkerboardMask([1, 2, 2]));
  const x = tf.tensor4d([1, 2, 3, 4], [1, 1, 2, 2]);
  const { a } = apart(x);
  expect([read, moved, numbers(a)]).toEqual([2, 2, [0, 0, 3, 4]]);
  expect(numbers(join(a, tf.tensor4d([10, 20, 30, 40], [1, 1, 2, 2])))).toEqual([10, 20, 3, 4]);
  expect(numbers(sum(x))).toEqual([3]);
  expect([0, 1, 2, 3].map(stays)).toEqual([false, false, true, true]);
});

test('an element that stays is untouched where g of it would overflow', () => {
  const { apart, join, sum } = parting(checkerboardMask([1, 2, 1]));
  const x = tf.tensor4d([1, 1e36], [1, 1, 2, 1]);
  const { a, b } = apart(x);
  expect([numbers(a), numbers(b)]).toEqual([
    [0, Math.fround(1e36)],
    [1, 0],
  ]);
  const moved = tf.tensor4d([2, Number.NaN], [1, 1, 2, 1]);
  expect(numbers(join(a, moved))).toEqual([2, Math.fround(1e36)]);
  expect(numbers(sum(moved))).toEqual([2]);
});

test('events that a mask does not fit are refused', () => {
  expect(() => parting([0, 1]).require('who', 'x', tf.zeros([2, 3]))).toThrow(
    'who: expected x of shape [batch, 2] or [batch, height, width, 2], got [2, 3]',
  );
  expect(() => parting(checkerboardMask([1, 2, 2])).require('who', 'x', tf.zeros([2, 2, 2, 2]))).toThrow(
    'who: expected x of shape [batch, 1, 2, 2], got [2, 2, 2, 2]',
  );
});
