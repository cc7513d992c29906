import { rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { convolutionalEncoder } from './convolutional-encoder.ts';

test('h depends on every place of the image', () => {
  const encoder = convolutionalEncoder({
    shape: [4, 4, 1],
    channels: [2, 3],
    outputs: 5,
    activation: 'tanh',
    rng: rng(0),
  });
  const x = rng(1).normal([1, 4, 4, 1]);
  const gradient = tf.grad((x) => encoder.apply(x).sum())(x);
  expect(gradient.dataSync().every((value) => Math.abs(value) > 1e-6)).toBe(true);
});

test('it is told the context, of its width alone', () => {
  const encoder = convolutionalEncoder({ shape: [2, 2, 1], channels: [2], outputs: 5, context: 2, rng: rng(0) });
  const x = tf.ones([3, 2, 2, 1]);
  const at = (c: number) => [...encoder.apply(x, { context: tf.fill([1, 2], c) }).dataSync()];
  expect(at(0)).not.toEqual(at(1));
  expect(() => encoder.apply(x)).toThrow(
    'convolutionalEncoder: expected context of shape [1 or batch, 2], batch 3, got none',
  );
});
