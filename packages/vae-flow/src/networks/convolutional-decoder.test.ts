import { rng, variablesOf } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { conditionalConvolution } from './conditional-convolution.ts';
import { convolutionalDecoder } from './convolutional-decoder.ts';

const sizes = { inputs: 3, hidden: [5], shape: [4, 8, 1], channels: [4, 2], outputs: 2, activation: 'tanh' } as const;

/** Each place as a 2x2 block: a quarter of its channels for the upper left, then upper right, lower left, lower right. */
const unfolded = (y: tf.Tensor4D): tf.Tensor4D => {
  const quarters = tf.split(y, 4, 3);
  const beside = ([left, right]: tf.Tensor[]) => {
    const [rows, height, width, channels] = (left as tf.Tensor4D).shape;
    return tf.stack([left as tf.Tensor, right as tf.Tensor], 3).reshape([rows, height, 2 * width, channels]);
  };
  const [upper, lower] = [beside(quarters.slice(0, 2)), beside(quarters.slice(2))];
  const [rows, height, width, channels] = upper.shape as [number, number, number, number];
  return tf.stack([upper, lower], 2).reshape([rows, 2 * height, width, channels]);
};

test('θ is of layers of convolutions whose channels become places, with a context or none', () => {
  for (const context of [undefined, 2]) {
    const decoder = convolutionalDecoder({ ...sizes, context, rng: rng(0) });
    const z = rng(1).normal<tf.Rank.R2>([3, 3]);
    const c = context === undefined ? undefined : rng(2).normal<tf.Rank.R2>([3, context]);
    const weights = variablesOf(decoder);
    const linear = (x: tf.Tensor2D, name: string) =>
      x
        .matMul(weights.get(`bottom.${name}.kernel`) as tf.Tensor2D)
        .add(weights.get(`bottom.${name}.bias`) as tf.Tensor);
    let y = linear(linear(z, 'hidden0').tanh() as tf.Tensor2D, 'output').reshape([3, 1, 2, 4]) as tf.Tensor4D;
    for (const [l, outputs] of [8, 8].entries()) {
      const layer = conditionalConvolution({ inputs: y.shape[3], outputs, size: 3, context, rng: rng('others') });
      for (const [path, variable] of variablesOf(layer)) variable.assign(weights.get(`${l}.${path}`) as tf.Tensor);
      y = unfolded(layer.apply(y.tanh() as tf.Tensor4D, c));
    }
    expect(y.shape).toEqual([3, 4, 8, 2]);
    expectClose(decoder.apply(z, { context: c }), y, { tolerance: 1e-5 });
  }
});

test('the parameters of every place depend on z', () => {
  const decoder = convolutionalDecoder({ ...sizes, rng: rng(0) });
  const theta = (z: tf.Tensor2D) => decoder.apply(z);
  const moved = theta(tf.ones([1, 3])).sub(theta(tf.zeros([1, 3])));
  expect(moved.shape).toEqual([1, 4, 8, 2]);
  expect(moved.dataSync().every((value) => Math.abs(value) > 1e-7)).toBe(true);
});

test('a z of another size, and a context that is not asked for, are refused', () => {
  const decoder = convolutionalDecoder({ ...sizes, rng: rng(0) });
  expect(() => decoder.apply(tf.zeros([1, 2]))).toThrow('convolutionalDecoder: expected z of shape [batch, 3]');
  expect(() => decoder.apply(tf.zeros([1, 3]), { context: tf.zeros([1, 2]) })).toThrow(
    'convolutionalDecoder: expected no context',
  );
});

test('a decoder without layers is refused', () => {
  expect(() => convolutionalDecoder({ ...sizes, channels: [], rng: rng(0) })).toThrow(
    'convolutionalDecoder: expected channels of at least 1 layer, got none; use mlp for vectors',
  );
});
