import { contextMap, rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { withContext } from './with-context.ts';

const map = contextMap({ context: 2, outputs: 3, rng: rng(0) });
const units = rng(1).normal<tf.Rank.R4>([4, 2, 2, 3]);

test('a vector is mapped and added at every place, one for all rows to all', () => {
  const context = rng(2).normal<tf.Rank.R2>([1, 2]);
  const { kernel, bias } = map.parts as { kernel: tf.Variable; bias: tf.Variable };
  const added = context.matMul(kernel.reshape([2, 3])).add(bias);
  expectClose(withContext(units, map, context), units.add(added), { tolerance: 1e-6 });
  // Of units that are the same at all places, as biases are.
  expectClose(withContext(bias as tf.Tensor, map, context).reshape([1, 3]), added.add(bias), { tolerance: 1e-6 });
});

test('without a map or a context units are themselves', () => {
  expect(withContext(units, undefined, tf.zeros([4, 2]))).toBe(units);
  expect(withContext(units, map, undefined)).toBe(units);
});
