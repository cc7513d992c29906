import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { standardNormalLogProb } from './standard-normal-log-prob.ts';

test('it is the sum of -z²/2 - log(2π)/2 over the elements of each row, whatever the rank of an event', () => {
  const z = [0, 1, -2, 3, 0.5, -1.5];
  const term = (value: number) => -0.5 * value ** 2 - 0.5 * Math.log(2 * Math.PI);
  const sum = (values: number[]) => values.reduce((total, value) => total + term(value), 0);
  const close = (actual: tf.Tensor1D, expected: number[]) => {
    expect(actual.shape).toEqual([expected.length]);
    for (const [i, value] of actual.dataSync().entries()) expect(value).toBeCloseTo(expected[i] as number, 4);
  };
  tf.tidy(() => {
    close(standardNormalLogProb(tf.tensor1d(z)), z.map(term));
    close(standardNormalLogProb(tf.tensor2d(z, [2, 3])), [sum(z.slice(0, 3)), sum(z.slice(3))]);
    close(standardNormalLogProb(tf.tensor3d(z, [1, 2, 3])), [sum(z)]);
  });
});
