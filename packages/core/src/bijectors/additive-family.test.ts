import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { additiveFamily } from './additive-family.ts';

test('each element is shifted, and volume is kept', () => {
  const [z, m] = [
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    tf.tensor2d([
      [10, 20],
      [30, 40],
    ]),
  ];
  const { value, logDerivative } = additiveFamily().forward(z, m);
  expect(value.arraySync()).toEqual([
    [11, 22],
    [33, 44],
  ]);
  expect([...logDerivative.dataSync()]).toEqual([0, 0, 0, 0]);
  expect(additiveFamily().inverse(value, m).value.arraySync()).toEqual(z.arraySync());
});
