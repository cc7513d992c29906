import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { gate } from './gate.ts';

const units = () => rng('units').normal<tf.Rank.R4>([2, 3, 2, 8]).mul(2) as tf.Tensor4D;

const byDefinition = (units: tf.Tensor4D) => {
  const [f, g] = tf.split(units, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
  return f.tanh().mul(g.sigmoid());
};

test('it is tanh times sigmoid, of one half each, and so is its gradient, and nothing leaks', () => {
  expectClose(gate(units()), byDefinition(units()), { tolerance: 1e-6 });
  const weights = rng('weights').normal([2, 3, 2, 4]);
  const gradient = (op: typeof gate) =>
    tf.grad((x) =>
      op(x as tf.Tensor4D)
        .mul(weights)
        .sum(),
    )(units());
  expectClose(gradient(gate), gradient(byDefinition as typeof gate), { tolerance: 1e-6 });
  const x = units();
  expectNoLeak(() => gate(x).dispose());
});

test('a gate that is far open or far shut is 1 or 0, without NaN, and its gradient is 0', () => {
  const x = tf.tensor2d([[20, 20, 200, -200]]);
  expect([...gate(x).dataSync()]).toEqual([1, 0]);
  expect(
    [
      ...tf
        .grad((x) => gate(x as tf.Tensor2D).sum())(x)
        .dataSync(),
    ].map(Math.abs),
  ).toEqual([0, 0, 0, 0]);
});
