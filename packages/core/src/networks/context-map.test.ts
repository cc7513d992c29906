import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { contextMap, requireContext, withContext } from './context-map.ts';

const map = contextMap({ context: 2, outputs: 3, rng: rng(0) });

test('a vector gives all places what an image that repeats it gives', () => {
  const vectors = rng(1).normal<tf.Rank.R2>([4, 2]);
  const images = vectors.reshape([4, 1, 1, 2]).tile([1, 2, 3, 1]);
  const [one, each] = [map.apply(vectors), map.apply(images)];
  expect(one.shape).toEqual([4, 1, 1, 3]);
  expect(Math.max(...each.sub(one).abs().dataSync())).toBeLessThan(1e-6);
});

test('what a map makes of a vector is added at every place, of one for all rows to all', () => {
  const units = rng(1).normal<tf.Rank.R4>([4, 2, 2, 3]);
  const context = rng(2).normal<tf.Rank.R2>([1, 2]);
  const { kernel, bias } = map.parts as { kernel: tf.Variable; bias: tf.Variable };
  const added = context.matMul(kernel.reshape([2, 3])).add(bias);
  expectClose(withContext(units, map, context), units.add(added), { tolerance: 1e-6 });
  // Of units that are the same at all places, as biases are.
  expectClose(withContext(bias as tf.Tensor, map, context).reshape([1, 3]), added.add(bias), { tolerance: 1e-6 });
});

test('without a map or a context units are themselves', () => {
  const units = rng(1).normal<tf.Rank.R4>([4, 2, 2, 3]);
  expect(withContext(units, undefined, tf.zeros([4, 2]))).toBe(units);
  expect(withContext(units, map, undefined)).toBe(units);
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
