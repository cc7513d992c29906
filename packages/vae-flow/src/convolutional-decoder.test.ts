import { rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { convolutionalDecoder } from './convolutional-decoder.ts';

test('the parameters of every place depend on z', () => {
  const decoder = convolutionalDecoder({ inputs: 3, shape: [4, 8, 1], channels: [4, 2], outputs: 2, rng: rng(0) });
  const theta = (z: tf.Tensor2D) => decoder.apply(z);
  const moved = theta(tf.ones([1, 3])).sub(theta(tf.zeros([1, 3])));
  expect(moved.shape).toEqual([1, 4, 8, 2]);
  expect(moved.dataSync().every((value) => Math.abs(value) > 1e-7)).toBe(true);
});

test('it is told the context', () => {
  const decoder = convolutionalDecoder({
    inputs: 3,
    shape: [2, 2, 1],
    channels: [4],
    outputs: 1,
    context: 2,
    rng: rng(0),
  });
  const at = (c: number) => [...decoder.apply(tf.ones([2, 3]), { context: tf.fill([1, 2], c) }).dataSync()];
  expect(at(0)).not.toEqual(at(1));
});
