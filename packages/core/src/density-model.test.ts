import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { contextOf, oneTemperature, requireDensityModel } from './density-model.ts';
import { stateless } from './trainable.ts';

test('one row of context serves every row of a sample', () => {
  tf.tidy(() => {
    expect(contextOf('who', 3, tf.tensor2d([[1, 2]])).arraySync()).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(contextOf('who', 2, tf.tensor2d([[1], [2]])).arraySync()).toEqual([[1], [2]]);
    expect(() => contextOf('who', 3, tf.zeros([2, 1]))).toThrow('who: expected context of 1 or 3 rows, got [2, 1]');
  });
});

test('a temperature is one number of at least 0, 1 where none is given', () => {
  expect(oneTemperature('who')).toBe(1);
  expect(oneTemperature('who', [0.7])).toBe(0.7);
  for (const wrong of [-1, Number.NaN, [0.5, 0.6], []]) {
    expect(() => oneTemperature('who', wrong)).toThrow('who: expected temperature to be one number of at least 0');
  }
});

test('what is no density model is named by its kind', () => {
  expect(() => requireDensityModel('flow', 'base', stateless({ kind: 'permute' }))).toThrow(
    'flow: expected base to be a density model, got "permute"',
  );
});
