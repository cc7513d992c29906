import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { assignWeights } from './assign-weights.ts';
import { expectNoLeak } from './no-leak.ts';

const zeros = (shape: number[]): tf.Variable => tf.tidy(() => tf.variable(tf.zeros(shape)));
const variables = () =>
  new Map([
    ['kernel', zeros([1, 2])],
    ['bias', zeros([2])],
  ]);

test('each variable gets the value of its path, in any order, and nothing leaks', () => {
  const both = variables();
  expectNoLeak(() => assignWeights(both, { bias: [3, 4], kernel: [[1, 2]] }));
  expect(both.get('kernel')?.arraySync()).toEqual([[1, 2]]);
  expect(both.get('bias')?.arraySync()).toEqual([3, 4]);
});

test.each([
  ['a path is missing', { bias: [3, 4] }, 'expected values for bias, kernel, got bias'],
  ['there is one too many', { bias: [3, 4], kernel: [[1, 2]], scale: [1] }, 'got bias, kernel, scale'],
  ['a shape differs', { bias: [3, 4], kernel: [1, 2] }, 'expected kernel of shape [1,2], got [2]'],
])('where %s, nothing is assigned', (_, weights, message) => {
  const both = variables();
  expect(() => assignWeights(both, weights as never)).toThrow(message);
  expect(both.get('bias')?.arraySync()).toEqual([0, 0]);
});
