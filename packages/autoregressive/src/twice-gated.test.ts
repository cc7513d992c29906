import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { twiceGated } from './twice-gated.ts';

const a = rng('a').normal([4, 3]).mul(2) as tf.Tensor2D;
const b = rng('b').normal([4, 3]).mul(2) as tf.Tensor2D;
const gated = (a: tf.Tensor, b: tf.Tensor) => twiceGated(tf.concat([a, b.div(2)], -1));

test('it is twice tanh(a) σ(b)', () => {
  expectClose(gated(a, b), a.tanh().mul(b.sigmoid()).mul(2), { tolerance: 1e-6 });
});

test('it is exact far from 0', () => {
  const far = tf.tensor2d([[100, -100, 100, 100, -100, 100]]);
  expect([...twiceGated(far).dataSync()]).toEqual([2, -0, 2]);
});

test('its gradient is that of the formula, and nothing leaks', () => {
  const weights = rng('weights').normal([4, 3]);
  const gradients = (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor) =>
    tf.grads((a, b) => f(a as tf.Tensor, b as tf.Tensor).mul(weights))([a, b]);
  expectNoLeak(() => tf.dispose(gradients(gated)));
  const expected = gradients((a, b) => a.tanh().mul(b.sigmoid()).mul(2));
  gradients(gated).forEach((gradient, i) => {
    expectClose(gradient, expected[i] as tf.Tensor, { tolerance: 1e-6 });
  });
});
