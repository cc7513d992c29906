import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { variablesOf } from '../trainable.ts';
import { dense } from './dense.ts';

test('a dense layer is x W + b, with weights within √(3/inputs)', () => {
  const layer = dense({ inputs: 16, outputs: 40, rng: rng(0) });
  const [kernel, bias] = ['kernel', 'bias'].map((path) => variablesOf(layer).get(path) as tf.Variable);
  const largest = tf.tidy(() => (kernel as tf.Variable).abs().max().arraySync()) as number;
  expect(largest).toBeGreaterThan(0.42);
  expect(largest).toBeLessThan(Math.sqrt(3) / 4);
  tf.tidy(() => {
    const x = rng(1).normal<tf.Rank.R2>([3, 16]);
    const expected = x
      .matMul(kernel as tf.Tensor2D)
      .add(bias as tf.Tensor)
      .arraySync();
    expect(layer.apply(x).arraySync()).toEqual(expected);
  });
  layer.dispose();
});

test('a layer that starts at zero gives zero', () => {
  const layer = dense({ inputs: 2, outputs: 2, start: 'zero', rng: rng(0) });
  expect(tf.tidy(() => layer.apply(tf.ones([1, 2])).arraySync())).toEqual([[0, 0]]);
});

test('sizes that are none are refused', () => {
  expect(() => dense({ inputs: 0, outputs: 2, rng: rng(0) })).toThrow('dense: expected inputs');
});

test('a start that is none is refused', () => {
  expect(() => dense({ inputs: 1, outputs: 2, start: 'zeros' as 'zero', rng: rng(0) })).toThrow(
    'dense: expected start to be uniform or zero, got zeros',
  );
});
