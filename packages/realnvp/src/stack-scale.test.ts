import { affineFamily } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { stackScale } from './stack-scale.ts';

test.each([1, 4, 16, 64])('%i scales in a row are within 10¹², one is within 1000', (moves) => {
  const family = affineFamily({ scale: stackScale(moves) });
  const largest = family.forward(tf.tensor2d([[1]]), tf.tensor2d([[0, 1e6]])).value.dataSync()[0] as number;
  expect(largest).toBeLessThanOrEqual(1000.1);
  expect(moves * Math.log10(largest)).toBeLessThan(12.01);
});
