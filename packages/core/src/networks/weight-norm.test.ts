import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { lengthsOf, weightNorm } from './weight-norm.ts';

const v = rng('v').normal<tf.Rank.R4>([3, 2, 4, 5]);
const g = rng('g').normal<tf.Rank.R1>([5]);

test('the weights of each output have their length, and the direction of v', () => {
  const w = weightNorm(v, g);
  expectClose(lengthsOf(w), g.abs(), { tolerance: 1e-5 });
  const cosines = w
    .mul(v)
    .sum([0, 1, 2])
    .div(lengthsOf(w).mul(lengthsOf(v)));
  expectClose(cosines, g.sign(), { tolerance: 1e-5 });
});

test('its gradients are those that automatic differentiation finds', () => {
  const weights = rng('weights').normal<tf.Rank.R4>([3, 2, 4, 5]);
  const plain = (v: tf.Tensor4D, g: tf.Tensor1D) => v.mul(g.div(lengthsOf(v)));
  const gradients = (fn: (v: tf.Tensor4D, g: tf.Tensor1D) => tf.Tensor) =>
    tf.grads((v, g) =>
      fn(v as tf.Tensor4D, g as tf.Tensor1D)
        .mul(weights)
        .sum(),
    )([v, g]) as [tf.Tensor, tf.Tensor];
  const [expected, actual] = [gradients(plain), gradients(weightNorm)];
  for (const i of [0, 1] as const) expectClose(actual[i], expected[i], { tolerance: 1e-5 });
  expect(expected.map(({ shape }) => shape)).toEqual([v.shape, g.shape]);
});

test('nothing leaks', () => {
  expectNoLeak(() => tf.dispose(tf.tidy(() => weightNorm(v, g))));
});
