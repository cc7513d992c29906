import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type ActivationName, activation } from './activation.ts';

test.each([
  ['relu', (x: number) => Math.max(x, 0)],
  ['leakyRelu', (x: number) => Math.max(x, 0.2 * x)],
  ['elu', (x: number) => (x > 0 ? x : Math.expm1(x))],
  ['softplus', (x: number) => Math.log1p(Math.exp(x))],
  ['tanh', Math.tanh],
  ['sigmoid', (x: number) => 1 / (1 + Math.exp(-x))],
] satisfies [ActivationName, (x: number) => number][])('%s is its formula', (name, formula) => {
  const at = [-3, -0.5, 0, 0.5, 3];
  const values = tf.tidy(() => activation(name)(tf.tensor1d(at)).arraySync());
  for (const [i, x] of at.entries()) expect(values[i]).toBeCloseTo(formula(x), 5);
});

test('an unknown name lists the known', () => {
  expect(() => activation('toString' as ActivationName)).toThrow('expected one of relu, leakyRelu');
});
