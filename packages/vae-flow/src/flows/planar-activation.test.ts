import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { planarActivation } from './planar-activation.ts';

const activations = [-0.999, -0.5, -1e-3, 0, 0.2, 0.9, 0.9999];
const slopes = [1e-3, 0.5, 1, 3, 1000];
const pairs = slopes.flatMap((s) => activations.map((h) => [h, s] as const));

test('it is the activation of the equation, for every slope', () => {
  const h = pairs.map(([h]) => h);
  const s = pairs.map(([, s]) => s);
  // h = tanh(a - (s - 1) h), solved for a.
  const a = pairs.map(([h, s]) => Math.atanh(h) + (s - 1) * h);
  const column = (numbers: number[]) => tf.tensor2d(numbers, [numbers.length, 1]);
  const found = planarActivation(column(a), column(s), 1e-7).dataSync();
  for (const [i, value] of found.entries()) {
    // Where the slope is next to nothing, the last digit of a is more than that of h.
    const [h, s] = pairs[i] as [number, number];
    expect(Math.abs(value - h)).toBeLessThan(1e-6 + 3e-7 / (h * h + s * (1 - h * h)));
  }
  expect(h.length).toBe(35);
});

test('it stays within ±1 however far out a is', () => {
  for (const s of [1e-3, 1e4]) {
    const [low, high] = planarActivation(tf.tensor2d([[-1e6], [1e6]]), tf.tensor2d([[s]]), 1e-7).dataSync();
    expectClose([low as number, high as number], [-1, 1], { tolerance: 1e-6 });
  }
});

test('its gradients are those of the equation', () => {
  const [h, s] = [0.3, 0.4];
  const a = Math.atanh(h) + (s - 1) * h;
  const [byA, byS] = tf.grads((a: tf.Tensor, s: tf.Tensor) => planarActivation(a, s, 1e-7))([
    tf.tensor2d([[a]]),
    tf.tensor2d([[s]]),
  ]) as [tf.Tensor, tf.Tensor];
  const slope = (1 - h * h) / (h * h + s * (1 - h * h));
  expectClose(byA, tf.tensor2d([[slope]]), { tolerance: 1e-5 });
  expectClose(byS, tf.tensor2d([[-h * slope]]), { tolerance: 1e-5 });
});
