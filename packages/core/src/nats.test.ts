import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { DataError } from './errors.ts';
import { nats } from './nats.ts';

test('nats is the mean of -log p and its standard error, s / √n', () => {
  const { mean, standardError } = nats([-1, -2, -6]);
  expect(mean).toBe(3);
  expect(standardError).toBeCloseTo(Math.sqrt((4 + 1 + 9) / 2 / 3), 12);
});

test('a tensor gives what its numbers give, and is left as it was', () => {
  const logProb = tf.tensor1d([-1, -2, -6]);
  expect(nats(logProb)).toEqual(nats([-1, -2, -6]));
  expect(logProb.isDisposed).toBe(false);
});

test('many equal float32 numbers have their own mean, since the sum is in float64', () => {
  const { mean, standardError } = nats(new Float32Array(1e6).fill(-0.1));
  expect(mean).toBeCloseTo(Math.fround(0.1), 12);
  expect(standardError).toBeLessThan(1e-12);
});

test('one row has no standard error, and none has no mean', () => {
  expect(nats([-2])).toEqual({ mean: 2, standardError: Number.NaN });
  expect(() => nats([])).toThrow(DataError);
});
