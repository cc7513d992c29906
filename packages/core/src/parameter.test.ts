import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { withinBudget } from './element-budget.ts';
import { parameter } from './parameter.ts';

test('a parameter is a variable of the values that it starts with', () => {
  const ones = parameter<tf.Rank.R2>([2, 3], (shape) => tf.ones(shape), { trainable: false });
  expect(ones).toMatchObject({ shape: [2, 3], trainable: false });
  expect([...ones.dataSync()]).toEqual([1, 1, 1, 1, 1, 1]);
  ones.dispose();
});

test('a parameter that the budget does not hold is not made', () => {
  const before = tf.memory().numTensors;
  expect(() => withinBudget(5, () => parameter([6], tf.zeros))).toThrow(
    'asks for 6 numbers where the file holds 5 more',
  );
  expect(tf.memory().numTensors).toBe(before);
});
