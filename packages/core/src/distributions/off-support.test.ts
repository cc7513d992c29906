import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { offSupport } from './off-support.ts';

test('whole numbers below the number of levels give 0, all else NaN', () => {
  const given = [0, 1, 2, 3, -1, 0.5, Number.NaN, Infinity];
  const got = [...offSupport(tf.tensor2d([given]), 3).dataSync()];
  expect(got.slice(0, 3)).toEqual([0, 0, 0]);
  expect(got.slice(3).every(Number.isNaN)).toBe(true);
});
