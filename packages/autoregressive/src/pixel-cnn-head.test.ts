import { rng } from '@flows/core';
import { drawWeights, expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { applyHead, headLayers, headRow } from './pixel-cnn-head.ts';

const sizes = { inputs: 4, head: 6, hidden: 2, parameters: 3, groups: 2 };
const h = rng('h').normal<tf.Rank.R4>([2, 1, 3, 4]);

test('outputs start at 0, and there are as many layers before them as asked for', () => {
  const layers = headLayers(sizes, rng(0));
  expect(layers).toHaveLength(3);
  const theta = applyHead(layers, h);
  expect([theta.shape, Math.max(...theta.abs().dataSync())]).toEqual([[2, 1, 3, 6], 0]);
});

test('group by group along a row they are those of the whole image', () => {
  const layers = headLayers(sizes, rng(0));
  for (const layer of layers) tf.tidy(() => drawWeights(layer, rng('weights')));
  const next = headRow(layers, 3);
  const places = tf.split(h, 3, 2).map((place) => {
    const groups = tf.split(place.reshape<tf.Tensor2D>([2, 4]), 2, 1) as tf.Tensor2D[];
    return tf.concat4d(groups.map(next), 3);
  });
  expectClose(tf.concat4d(places, 2), applyHead(layers, h), { tolerance: 1e-5 });
});
