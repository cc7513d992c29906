import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { depthToSpace, spaceToDepth } from './space-to-depth.ts';

test('the places of a block become channels, the upper left first, and places again', () => {
  const x = tf.range(0, 32).reshape<tf.Tensor4D>([1, 4, 4, 2]);
  const y = spaceToDepth(x);
  expect(y.shape).toEqual([1, 2, 2, 8]);
  expect([...y.slice([0, 0, 1, 0], [1, 1, 1, 8]).dataSync()]).toEqual([4, 5, 6, 7, 12, 13, 14, 15]);
  expect([...depthToSpace(y).dataSync()]).toEqual([...x.dataSync()]);
});

test('an image that can not be halved is refused', () => {
  expect(() => spaceToDepth(tf.zeros([1, 3, 4, 1]))).toThrow(
    'spaceToDepth: expected an even height and width, got 3x4',
  );
});

test('channels that are not those of four places are refused', () => {
  expect(() => depthToSpace(tf.zeros([1, 2, 2, 6]))).toThrow(
    'depthToSpace: expected y of shape [batch, height, width, 4 C], got [1, 2, 2, 6]',
  );
});
