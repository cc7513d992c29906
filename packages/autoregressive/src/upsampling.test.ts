import { rng } from '@flows/core';
import { drawWeights, expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { upsampling } from './upsampling.ts';

const map = upsampling({ inputs: 2, hidden: 3, outputs: 4, factors: [2, 3], rng: rng(0) });
tf.tidy(() => drawWeights(map, rng(1), 0.7));
const x = rng(2).normal<tf.Rank.R4>([2, 3, 5, 2]);

test('each place becomes a block, and nothing leaks', () => {
  expect(map.apply(x).shape).toEqual([2, 6, 15, 4]);
  expectNoLeak(() => map.apply(x).dispose());
});

test('it is a convolution, a rectifier, and a transposed convolution of as many places a step', () => {
  const weights = (path: 'read' | 'blocks') =>
    (map.parts[path] as unknown as { parts: { kernel: tf.Tensor4D; bias: tf.Tensor } }).parts;
  const [read, blocks] = [weights('read'), weights('blocks')];
  const h = tf.conv2d(x, read.kernel, 1, 'same').add(read.bias).relu<tf.Tensor4D>();
  // From [inputs, rows · columns · outputs] to tfjs's order, [rows, columns, outputs, inputs].
  const filter = blocks.kernel.reshape([3, 2, 3, 4]).transpose<tf.Tensor4D>([1, 2, 3, 0]);
  const placed = tf.conv2dTranspose(h, filter, [2, 6, 15, 4], [2, 3], 'valid');
  const bias = blocks.bias.reshape([1, 1, 2, 3, 4]).tile([3, 5, 1, 1, 1]).transpose([0, 2, 1, 3, 4]);
  expectClose(map.apply(x), placed.add(bias.reshape([6, 15, 4])));
});
