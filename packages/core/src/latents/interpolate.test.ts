import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { affine } from '../bijectors/affine.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { flow } from '../flow.ts';
import { interpolate } from './interpolate.ts';

/** x = 2 z + 1. */
const model = flow({
  base: standardNormal({ eventShape: [2] }),
  bijector: affine({ eventShape: [2], shift: 1, logScale: Math.LN2 }),
});
const [from, to] = [tf.tensor2d([[1, 3]]), tf.tensor2d([[5, 1]])];

test('a linear way begins at one event, ends at the other, and is straight in latent space', () => {
  const way = interpolate(model, from, to, { points: 3 }).arraySync() as number[][];
  expect(way).toEqual(
    [
      [1, 3],
      [3, 2],
      [5, 1],
    ].map((row) => row.map((x) => expect.closeTo(x, 5))),
  );
});

test('a spherical way between latents of one length keeps that length', () => {
  // z_a = (0, 2), z_b = (2, 0).
  const [a, b] = [tf.tensor2d([[1, 5]]), tf.tensor2d([[5, 1]])];
  const z = model.encode(interpolate(model, a, b, { points: 5, path: 'spherical' }));
  for (const length of z.norm('euclidean', 1).dataSync()) expect(length).toBeCloseTo(2, 4);
  const middle = interpolate(model, a, b, { points: 3, path: 'spherical' }).arraySync() as number[][];
  expect(middle[1]).toEqual([expect.closeTo(1 + 2 * Math.SQRT2, 4), expect.closeTo(1 + 2 * Math.SQRT2, 4)]);
});

test('a spherical way between events of one direction, or from the mode, is finite', () => {
  const fromMode = interpolate(model, tf.ones([1, 2]), to, { points: 3, path: 'spherical' }).arraySync() as number[][];
  expect(fromMode[0]).toEqual([expect.closeTo(1, 4), expect.closeTo(1, 4)]);
  expect(fromMode[2]).toEqual([expect.closeTo(5, 4), expect.closeTo(1, 4)]);
  const way = interpolate(model, from, from, { path: 'spherical' }).dataSync();
  expect([...way].every(Number.isFinite)).toBe(true);
});

test('ends of several rows, one point and an unknown path are refused', () => {
  expect(() => interpolate(model, tf.zeros([2, 2]), to)).toThrow('interpolate: expected from of one row, got [2, 2]');
  expect(() => interpolate(model, from, to, { points: 1 })).toThrow('interpolate: expected points');
  expect(() => interpolate(model, from, to, { path: 'round' as 'linear' })).toThrow('linear or spherical, got round');
});
