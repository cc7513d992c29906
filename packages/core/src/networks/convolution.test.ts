import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { variablesOf } from '../trainable.ts';
import { convolution } from './convolution.ts';

const image = () => rng('image').normal<tf.Rank.R4>([2, 4, 5, 3]);
const numbers = (x: tf.Tensor) => [...x.dataSync()];

test.each([false, true])('weights start within √(3/n), n = k² inputs, weight-normalised: %s', (weightNorm) => {
  const layer = convolution({ inputs: 3, outputs: 40, size: 3, weightNorm, rng: rng(0) });
  const v = variablesOf(layer).get(weightNorm ? 'direction' : 'kernel') as tf.Variable;
  const largest = Math.max(...numbers(v).map(Math.abs));
  expect(largest).toBeLessThan(Math.sqrt(3 / 27));
  expect(largest).toBeGreaterThan(0.95 * Math.sqrt(3 / 27));
});

test('weight normalisation starts as the weights themselves, and sees no length in a direction', () => {
  const [plain, normed] = [false, true].map((weightNorm) =>
    convolution({ inputs: 3, outputs: 2, size: 3, weightNorm, rng: rng(0) }),
  ) as [ReturnType<typeof convolution>, ReturnType<typeof convolution>];
  const expected = numbers(plain.apply(image())).map((value) => expect.closeTo(value, 5));
  expect(numbers(normed.apply(image()))).toEqual(expected);
  const direction = variablesOf(normed).get('direction') as tf.Variable;
  direction.assign(direction.mul(7));
  expect(numbers(normed.apply(image()))).toEqual(expected);
});

test.each([false, true])('a layer that starts at zero gives zero, weight-normalised: %s', (weightNorm) => {
  const layer = convolution({ inputs: 3, outputs: 2, size: 3, start: 'zero', weightNorm, rng: rng(0) });
  expect(numbers(layer.apply(image())).every((value) => value === 0)).toBe(true);
});

test('sizes that are none are refused', () => {
  expect(() => convolution({ inputs: 1, outputs: 2, size: 0, rng: rng(0) })).toThrow('convolution: expected size');
});
