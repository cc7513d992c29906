import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { temperedDivergence } from './tempered-divergence.ts';

const cost = (divergence: number[], step: number, options: { freeBits?: number; warmUp?: number } = {}) =>
  temperedDivergence(tf.tensor1d(divergence), tf.scalar(step), { freeBits: 0, warmUp: 0, ...options }).dataSync()[0];

test('without options it is the mean, below 0 too', () => {
  expect(cost([1, 4], 0)).toBe(2.5);
  expect(cost([-3, 1], 0)).toBe(-1);
});

test('free bits are a floor under the mean of a batch, and not under its rows', () => {
  expect(cost([0, 4], 0, { freeBits: 1 })).toBe(2);
  expect(cost([0, 1], 0, { freeBits: 1 })).toBe(1);
});

test('warm-up rises with the step to 1, and holds for the free bits too', () => {
  expect([0, 5, 10, 50].map((step) => cost([2], step, { warmUp: 10 }))).toEqual([0, 1, 2, 2]);
  expect(cost([0], 5, { warmUp: 10, freeBits: 4 })).toBe(2);
});
