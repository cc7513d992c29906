import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { logistic } from './logistic.ts';

const { describeDensityModel } = laws(core);

describeDensityModel('logistic', () => logistic({ eventShape: [2] }), {
  eventShape: [2],
  integrates: [
    [-20, 20],
    [-20, 20],
  ],
  cells: 200,
});

test('logProb is log e⁻ᶻ / (1 + e⁻ᶻ)² for each element', () => {
  const log = (z: number) => -z - 2 * Math.log1p(Math.exp(-z));
  const logProb = logistic({ eventShape: [2] }).logProb(tf.tensor2d([[0.5, -3]]));
  expect(logProb.dataSync()[0]).toBeCloseTo(log(0.5) + log(-3), 5);
});

test('far out it is -|z|, with the gradient of that', () => {
  const model = logistic({ eventShape: [2] });
  const z = tf.tensor2d([[200, -300]]);
  expect(model.logProb(z).dataSync()[0]).toBeCloseTo(-500, 3);
  expect([
    ...tf
      .grad((input) => model.logProb(input).sum())(z)
      .dataSync(),
  ]).toEqual([-1, 1]);
});

test('samples have mean 0 and standard deviation π/√3 times the temperature', () => {
  const { mean, variance } = tf.moments(logistic({ eventShape: [1] }).sample(40000, { rng: rng(2), temperature: 0.5 }));
  expect(mean.dataSync()[0]).toBeCloseTo(0, 1);
  expect(variance.sqrt().dataSync()[0]).toBeCloseTo((0.5 * Math.PI) / Math.sqrt(3), 1);
});
