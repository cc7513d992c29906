import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { planarSlope } from './planar-slope.ts';

test('the slope is 1 + c (1 - h²), and keeps the digits of s where c is next to -1', () => {
  expectClose(planarSlope(tf.tensor1d([0.5, 0]), tf.tensor1d([3, 1e-20])).log(), [Math.log(2.5), Math.log(1e-20)], {
    tolerance: 1e-6,
  });
});
