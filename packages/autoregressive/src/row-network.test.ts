import { type Cache, rng, ShapeError } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DrawPlace } from './causal-network.ts';
import { pixelCnnNetwork } from './pixel-cnn-network.ts';

const make = (context?: number) =>
  pixelCnnNetwork({
    ...{
      shape: [3, 4, 2],
      inputs: 1,
      parameters: 2,
      groups: 2,
      units: 2,
      layers: 2,
      filter: 3,
      firstFilter: 7,
      head: 2,
    },
    ...(context !== undefined && { context }),
    rng: rng(0),
  });
/** Draws zeros, group by group. */
const drawZeros: DrawPlace = (next) => {
  const group = tf.zeros<tf.Rank.R4>([5, 1, 1, 1]);
  next([]);
  next([group]);
  return tf.concat4d([group, group], 3);
};
const shapesOf = (cache: Cache): unknown => {
  if (cache instanceof tf.Tensor) return cache.shape;
  return Array.isArray(cache)
    ? cache.map(shapesOf)
    : Object.entries(cache).map(([name, part]) => [name, shapesOf(part)]);
};

test('its cache has the same shapes before every row, so that one graph serves all', () => {
  const network = make();
  const first = network.begin(5);
  const second = network.advance(first, drawZeros);
  expect(shapesOf(second)).toEqual(shapesOf(first));
  expect(shapesOf(first)).toEqual([
    ['above', [5, 3, 4, 2]],
    [
      'layers',
      [
        [5, 1, 4, 2],
        [5, 1, 4, 2],
      ],
    ],
  ]);
});

test('a row has as many places as the image is wide, each of which has the outputs of its groups in turn', () => {
  const network = make();
  const shapes: number[][] = [];
  network.advance(network.begin(5), (next) =>
    drawZeros((own) => {
      const theta = next(own);
      shapes.push(theta.shape);
      return theta;
    }),
  );
  expect(shapes).toEqual(Array(4 * 2).fill([5, 1, 1, 2]));
});

test('images and contexts of other shapes are refused by the name of the network', () => {
  const image = tf.zeros<tf.Rank.R4>([5, 3, 4, 2]);
  expect(() => make().apply(tf.zeros([5, 4, 4, 2]))).toThrow(
    new ShapeError('pixelCnnNetwork.apply: expected e of shape [batch, 3, 4, 2], got [5, 4, 4, 2]'),
  );
  expect(() => make().apply(image, { context: tf.zeros([5, 3]) })).toThrow(
    'pixelCnnNetwork.apply: expected no context',
  );
  expect(() => make(3).apply(image)).toThrow('or [1 or batch, 3, 4, 3], batch 5, got none');
});

test('a row takes the context of its own places', () => {
  const network = make(3);
  const advance = (context?: tf.Tensor) => () =>
    network.advance(network.begin(5), drawZeros, { ...(context && { context }) });
  expect(advance(tf.zeros([1, 1, 4, 3]))).not.toThrow();
  expect(advance(tf.zeros([5, 3]))).not.toThrow();
  const expected =
    'pixelCnnNetwork.advance: expected context of shape [1 or batch, 3] or [1 or batch, 1, 4, 3], batch 5, got';
  expect(advance()).toThrow(`${expected} none`);
  expect(advance(tf.zeros([5, 3, 4, 3]))).toThrow(`${expected} [5, 3, 4, 3]`);
});
