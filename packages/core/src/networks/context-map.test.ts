import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { contextMap, requireContext } from './context-map.ts';

const map = contextMap({ context: 2, outputs: 3, rng: rng(0) });

test('a vector gives all places what an image that repeats it gives', () => {
  const vectors = rng(1).normal<tf.Rank.R2>([4, 2]);
  const images = vectors.reshape([4, 1, 1, 2]).tile([1, 2, 3, 1]);
  const [one, each] = [map.apply(vectors), map.apply(images)];
  expect(one.shape).toEqual([4, 1, 1, 3]);
  expect(Math.max(...each.sub(one).abs().dataSync())).toBeLessThan(1e-6);
});

test('a context fits as a vector or as an image of the same places, of one row or of all', () => {
  const x = tf.zeros<tf.Rank.R4>([4, 2, 3, 1]);
  for (const shape of [
    [4, 2],
    [1, 2],
    [4, 2, 3, 2],
    [1, 2, 3, 2],
  ]) {
    expect(() => requireContext('net', x, tf.zeros(shape), 2)).not.toThrow();
  }
  for (const shape of [[4, 3], [3, 2], [4, 3, 2, 2], [4, 2, 3], [2]]) {
    expect(() => requireContext('net', x, tf.zeros(shape), 2)).toThrow(
      `net: expected context of shape [1 or batch, 2] or [1 or batch, 2, 3, 2], batch 4, got [${shape.join(', ')}]`,
    );
  }
  expect(() => requireContext('net', x, undefined, 2)).toThrow('got none');
  expect(() => requireContext('net', x, tf.zeros([4, 2]))).toThrow(
    'net: expected no context, got [4, 2]; build the model with the option context: 2',
  );
});

test('one for each place of a sound fits too, and vectors alone where there are no places', () => {
  const sounds = { shape: [4, 5, 1] };
  for (const shape of [
    [4, 2],
    [1, 5, 2],
  ]) {
    expect(() => requireContext('net', sounds, { shape }, 2)).not.toThrow();
  }
  expect(() => requireContext('net', sounds, { shape: [4, 6, 2] }, 2)).toThrow(
    'net: expected context of shape [1 or batch, 2] or [1 or batch, 5, 2], batch 4, got [4, 6, 2]',
  );
  expect(() => requireContext('net', { shape: [4] }, { shape: [4, 2] }, 2)).not.toThrow();
  for (const shape of [[4, 1, 2], [3, 2], [2]]) {
    expect(() => requireContext('net', { shape: [4] }, { shape }, 2)).toThrow(
      `net: expected context of shape [1 or batch, 2], batch 4, got [${shape.join(', ')}]`,
    );
  }
});
