import { mlp, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { denseEncoder } from './dense-encoder.ts';

test('h is φ of a perceptron of x as a vector, whatever the shape of x', () => {
  const sizes = { inputs: 6, hidden: [5], outputs: 3, activation: 'tanh' } as const;
  const [encoder, network] = [
    denseEncoder({ ...sizes, rng: rng(0) }),
    mlp({ ...sizes, start: 'uniform', rng: rng(0) }),
  ];
  const x = rng(1).normal<tf.Rank.R2>([4, 6]);
  const expected = [...network.apply(x).tanh().dataSync()];
  expect([...encoder.apply(x).dataSync()]).toEqual(expected);
  expect([...encoder.apply(x.reshape([4, 2, 3])).dataSync()]).toEqual(expected);
});

test('an x of another size is refused by the network', () => {
  const encoder = denseEncoder({ inputs: 6, hidden: [5], outputs: 3, rng: rng(0) });
  expect(() => encoder.apply(tf.zeros([2, 5]))).toThrow('expected x of shape [batch, 6], got [2, 5]');
});
