import { rng, variablesOf } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { conditionalConvolution } from './conditional-convolution.ts';
import { convolutionalEncoder } from './convolutional-encoder.ts';

const sizes = { shape: [4, 4, 1], channels: [2, 3], outputs: 5, activation: 'tanh' } as const;

/** Every 2x2 block as one place, its upper left, upper right, lower left and lower right one beside the other. */
const blocks = (x: tf.Tensor4D): tf.Tensor4D => {
  const corner = (a: number, b: number) => tf.stridedSlice(x, [0, a, b, 0], x.shape, [1, 2, 2, 1]);
  return tf.concat([corner(0, 0), corner(0, 1), corner(1, 0), corner(1, 1)], 3) as tf.Tensor4D;
};

test('h is φ of a map of layers of convolutions of blocks, with a context or none', () => {
  for (const context of [undefined, 2]) {
    const encoder = convolutionalEncoder({ ...sizes, context, rng: rng(0) });
    const x = rng(1).normal<tf.Rank.R4>([3, 4, 4, 1]);
    const c = context === undefined ? undefined : rng(2).normal<tf.Rank.R2>([3, context]);
    const weights = variablesOf(encoder);
    let h = x as tf.Tensor4D;
    for (const [l, outputs] of sizes.channels.entries()) {
      const inputs = 4 * h.shape[3];
      const layer = conditionalConvolution({ inputs, outputs, size: 3, context, rng: rng('others') });
      for (const [path, variable] of variablesOf(layer)) variable.assign(weights.get(`${l}.${path}`) as tf.Tensor);
      h = layer.apply(blocks(h), c).tanh() as tf.Tensor4D;
    }
    const [V, v] = ['top.kernel', 'top.bias'].map((path) => weights.get(path)) as [tf.Variable, tf.Variable];
    const expected = h
      .reshape<tf.Tensor2D>([3, -1])
      .matMul(V as unknown as tf.Tensor2D)
      .add(v)
      .tanh();
    expectClose(encoder.apply(x, { context: c }), expected, { tolerance: 1e-5 });
  }
});

test('h depends on every place of the image', () => {
  const encoder = convolutionalEncoder({ ...sizes, rng: rng(0) });
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
