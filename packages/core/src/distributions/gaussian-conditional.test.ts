import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { gaussianConditional } from './gaussian-conditional.ts';

const own = { logScale: (a: tf.Tensor2D) => a.clone() };

test('logProb is log N(x; μ, exp(α)²) of each element, the means of all elements before their scales', () => {
  const normal = (x: number, mean: number, alpha: number) =>
    -0.5 * ((x - mean) / Math.exp(alpha)) ** 2 - alpha - 0.5 * Math.log(2 * Math.PI);
  const theta = tf.tensor2d([[1, -2, 0.5, -0.25]]);
  const logProb = gaussianConditional({ scale: own }).logProb(tf.tensor2d([[0, 1]]), theta);
  expectClose(logProb, tf.tensor2d([[normal(0, 1, 0.5), normal(1, -2, -0.25)]]), { tolerance: 1e-6 });
});

test('the parameters of zeros are the standard normal distribution, under every scale', () => {
  for (const scale of ['exp', 'tanh', 'sigmoid', 'softplus'] as const) {
    const logProb = gaussianConditional({ scale }).logProb(tf.zeros([1, 3]), tf.zeros([1, 6]));
    expectClose(logProb, tf.fill([1, 3], -0.5 * Math.log(2 * Math.PI)), { tolerance: 1e-6 });
  }
});

test('a sample is μ + exp(α) T ε with the noise of the generator', () => {
  const theta = tf.tensor2d([[1, -2, 0.5, -0.25]]);
  const sample = gaussianConditional({ scale: own })
    .sample(theta, { rng: rng(1), temperature: 0.5 })
    .dataSync();
  const [first, second] = rng(1).normals(2) as unknown as [number, number];
  expect(sample[0]).toBeCloseTo(1 + 0.5 * Math.exp(0.5) * first, 5);
  expect(sample[1]).toBeCloseTo(-2 + 0.5 * Math.exp(-0.25) * second, 5);
});

test('by default no parameters make a scale that is infinite or 0', () => {
  const { logProb } = gaussianConditional();
  const values = logProb(
    tf.tensor2d([[1], [1]]),
    tf.tensor2d([
      [0, 1e6],
      [0, -1e6],
    ]),
  ).dataSync();
  expect(values.every(Number.isFinite)).toBe(true);
});
