import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { diagonalNormal } from './diagonal-normal.ts';

const { describeDensityModel } = laws(core);
const box: [number, number][] = [
  [-8, 8],
  [-8, 8],
];

describeDensityModel('diagonalNormal', () => diagonalNormal({ eventShape: [2] }), { eventShape: [2], integrates: box });

const model = () => diagonalNormal({ eventShape: [2], mean: [1, -2], logStd: [0.5, -0.5] });

test('logProb is the sum of the logarithms of the normal densities', () => {
  const density = (x: number, mean: number, std: number) =>
    Math.exp(-0.5 * ((x - mean) / std) ** 2) / (std * Math.sqrt(2 * Math.PI));
  const expected = Math.log(density(0.3, 1, Math.exp(0.5)) * density(-1.5, -2, Math.exp(-0.5)));
  expect(
    model()
      .logProb(tf.tensor2d([[0.3, -1.5]]))
      .dataSync()[0],
  ).toBeCloseTo(expected, 5);
});

test('the gradient by mean and log σ is (z/σ, z² - 1), and by x it is -z/σ', () => {
  const m = model();
  const x = tf.tensor2d([[2, -2.5]]);
  const { grads } = tf.variableGrads(() => m.logProb(x).sum() as tf.Scalar);
  const [z0, z1] = [1 / Math.exp(0.5), -0.5 / Math.exp(-0.5)];
  const [mean, logStd] = Object.values(m.parts).map((part) => grads[(part as tf.Variable).name]?.dataSync() ?? []);
  expect(mean?.[0]).toBeCloseTo(z0 / Math.exp(0.5), 5);
  expect(logStd?.[1]).toBeCloseTo(z1 ** 2 - 1, 5);
  const byX = tf
    .grad((input) => m.logProb(input).sum())(x)
    .dataSync();
  expect(byX[1]).toBeCloseTo(-z1 / Math.exp(-0.5), 5);
});

test('samples have the mean, and the standard deviation times the temperature', () => {
  const { mean, variance } = tf.moments(model().sample(20000, { rng: rng(1), temperature: 0.5 }), 0);
  const std = variance.sqrt().dataSync();
  expect(mean.dataSync()[1]).toBeCloseTo(-2, 1);
  expect(std[0]).toBeCloseTo(0.5 * Math.exp(0.5), 1);
  expect(std[1]).toBeCloseTo(0.5 * Math.exp(-0.5), 1);
});

test('a list of another length than the event is refused', () => {
  expect(() => diagonalNormal({ eventShape: [2], mean: [1] })).toThrow(ConfigError);
});
