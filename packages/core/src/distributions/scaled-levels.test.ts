import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { scaledLevels } from './scaled-levels.ts';

test('levels are evenly spaced from -1 to 1', () => {
  expect([...scaledLevels(tf.tensor1d([0, 1, 2, 3, 4]), 5).dataSync()]).toEqual([-1, -0.5, 0, 0.5, 1]);
  expect([...scaledLevels(tf.tensor1d([0, 1]), 2).dataSync()]).toEqual([-1, 1]);
});
