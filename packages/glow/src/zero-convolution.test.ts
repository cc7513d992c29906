import { rng, variablesOf } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { zeroConvolution } from './zero-convolution.ts';

const x = rng('x').normal<tf.Rank.R4>([2, 4, 3, 2]);
const make = () => zeroConvolution({ inputs: 2, outputs: 3, rng: rng(0) });

test('all of it starts at zero, and so does what it gives', () => {
  const layer = make();
  expect([...variablesOf(layer).keys()]).toEqual(['kernel', 'bias', 'logScale']);
  expectClose(layer.apply(x), tf.zeros([2, 4, 3, 3]), { tolerance: 0 });
});

test('its output is (W ∗ x + b) ⊙ exp(3 a), bias included', () => {
  const layer = make();
  const { kernel, bias, logScale } = layer.parts as { [name: string]: tf.Variable };
  const W = rng('W').normal<tf.Rank.R4>([3, 3, 2, 3]);
  kernel?.assign(W);
  bias?.assign(tf.tensor1d([1, 2, 3]));
  logScale?.assign(tf.tensor1d([0, 0.5, -0.5]));
  const expected = tf.conv2d(x, W, 1, 'same').add([1, 2, 3]).mul([0, 1.5, -1.5].map(Math.exp));
  expectClose(layer.apply(x), expected, { tolerance: 1e-5 });
});

test('other images are refused by name', () => {
  expect(() => make().apply(tf.zeros([2, 4, 3, 3]))).toThrow(
    'zeroConvolution.apply: expected x of shape [batch, height, width, 2], got [2, 4, 3, 3]',
  );
});
