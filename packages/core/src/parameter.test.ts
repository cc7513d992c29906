import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { parameter, withinBudget } from './parameter.ts';

test('a parameter is a variable of the values that it starts with', () => {
  const ones = parameter<tf.Rank.R2>([2, 3], (shape) => tf.ones(shape), { trainable: false });
  expect(ones).toMatchObject({ shape: [2, 3], trainable: false });
  expect([...ones.dataSync()]).toEqual([1, 1, 1, 1, 1, 1]);
  ones.dispose();
});

test('a budget counts every parameter made within it, and is gone after a throw', () => {
  const before = tf.memory().numTensors;
  expect(() =>
    withinBudget(5, () => {
      parameter([4], tf.zeros).dispose();
      parameter([2], tf.zeros);
    }),
  ).toThrow('variable of shape [2], but the file holds only 1 more numbers');
  parameter([6], tf.zeros).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
