import { rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { conditionalConvolution } from './conditional-convolution.ts';

const sizes = { inputs: 2, outputs: 3, size: 3 };
const x = rng(1).normal<tf.Rank.R4>([2, 4, 4, 2]);

test('a context adds the same to every place, and is linear', () => {
  const layer = conditionalConvolution({ ...sizes, context: 2, rng: rng(0) });
  const at = (c: number[]) => layer.apply(x, tf.tensor2d([c, c]));
  const added = at([1, 0]).sub(at([0, 0]));
  const [first] = added.slice([0, 0, 0, 0], [1, 1, 1, 3]).arraySync() as number[][][][];
  const everywhere = tf.fill([2, 4, 4, 1], 1).mul(tf.tensor((first as number[][][])[0]?.[0] as number[]));
  expect(added.sub(everywhere).abs().max().dataSync()[0]).toBeLessThan(1e-5);
  const twice = at([2, 0]).sub(at([0, 0]));
  expect(twice.sub(added.mul(2)).abs().max().dataSync()[0]).toBeLessThan(1e-5);
});

test('without one it is a convolution', () => {
  const layer = conditionalConvolution({ ...sizes, rng: rng(0) });
  expect(layer.apply(x).shape).toEqual([2, 4, 4, 3]);
  expect(Object.keys(layer.parts)).toEqual(['layer']);
});
