import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CompileError } from './compile-error.ts';
import { type Placeholders, record } from './recording.ts';

let weight: tf.Variable<tf.Rank.R1>;
let other: tf.Variable<tf.Rank.R1>;
let calls: number;
beforeEach(() => {
  weight = tf.variable(tf.tensor1d([1, 2]));
  other = tf.variable(tf.tensor1d([0, 0]));
  calls = 0;
});
afterEach(() => tf.dispose([weight, other]));

describe('a function that does something else when it is called again is refused, where it alternates', () => {
  const isSecond = () => calls++ % 2 === 1;
  test.each<[string, (placeholders: Placeholders) => tf.Tensor[], RegExp]>([
    ['operations', () => [isSecond() ? weight.sin() : weight.cos()], /other operations/],
    ['constants', () => [weight.mul(isSecond() ? 2 : 3)], /other constants of shape \[\]/],
    ['attributes', () => [weight.leakyRelu(isSecond() ? 0.1 : 0.2)], /other operations/],
    [
      'shapes of draws',
      ({ rng }) => [
        rng()
          .normal([isSecond() ? 1 : 2])
          .sin(),
      ],
      /other operations/,
    ],
    [
      'results',
      () => {
        const both = [weight.sin(), weight.cos()];
        return isSecond() ? both.reverse() : both;
      },
      /other results/,
    ],
    [
      'assignments',
      () => {
        const value = weight.sin();
        (isSecond() ? weight : other).assign(value);
        return [];
      },
      /assigned other variables/,
    ],
  ])('%s', (_, fn, message) => {
    expect(() => record(fn)).toThrow(CompileError);
    expect(() => record(fn)).toThrow(message);
  });
});
