import { expectClose, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { discretizedLogisticMixtureConditional } from './discretized-logistic-mixture-conditional.ts';
import { independent, kinds } from './fixtures/independent.ts';

const { describeDensityModel } = laws({ ...core, kinds });

describeDensityModel(
  'discretizedLogisticMixtureConditional',
  (rng) =>
    independent({ dims: 2, conditional: discretizedLogisticMixtureConditional({ levels: 5, components: 3 }), rng }),
  { eventShape: [2], support: integers(5) },
);
describeDensityModel(
  'discretizedLogisticMixtureConditional of pixels of three channels',
  (rng) =>
    independent({
      dims: 6,
      conditional: discretizedLogisticMixtureConditional({ levels: 2, components: 2, channels: 3, scale: 'softplus' }),
      rng,
    }),
  { eventShape: [6], support: integers(2) },
);

const own = { logScale: (a: tf.Tensor) => a.clone() };
const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

/** The probability of a level of one channel in float64, as the paper's eq. 2 has it. */
function massOf(y: number, mean: number, s: number, levels: number): number {
  const h = 1 / (levels - 1);
  const above = y > 1 - h ? 1 : sigmoid((y + h - mean) / s);
  const below = y < h - 1 ? 0 : sigmoid((y - h - mean) / s);
  return above - below;
}

test("logProb is the log of the paper's mixture of differences, each channel's mean shifted by those before it", () => {
  const [levels, components, channels] = [4, 2, 3];
  const { logProb, parameters } = discretizedLogisticMixtureConditional({ levels, components, channels, scale: own });
  expect(parameters).toBe(20);
  const theta = rng(3).normal<tf.Rank.R2>([1, 2 * parameters]);
  const t = theta.dataSync();
  /** Parameter p of component k of a pixel. */
  const of = (p: number, k: number, pixel: number) => t[(p * components + k) * 2 + pixel] as number;
  const x = [0, 2, 3, 1, 0, 2];
  const expected = [0, 1].map((pixel) => {
    const y = x.slice(3 * pixel, 3 * pixel + 3).map((level) => (2 * level) / 3 - 1) as [number, number, number];
    const weights = [0, 1].map((k) => Math.exp(of(0, k, pixel)));
    const masses = [0, 1].map((k) => {
      const shift = (p: number, b: 0 | 1) => Math.tanh(of(p, k, pixel)) * y[b];
      const shifts = [0, shift(7, 0), shift(8, 0) + shift(9, 1)];
      return y.reduce((mass, own, c) => {
        const mean = k - 0.5 + of(1 + c, k, pixel) + (shifts[c] as number);
        return mass * massOf(own, mean, Math.exp(of(4 + c, k, pixel)) / components, levels);
      }, 1);
    });
    const total = (weights[0] as number) + (weights[1] as number);
    return Math.log(masses.reduce((sum, mass, k) => sum + (mass * (weights[k] as number)) / total, 0));
  });
  expectClose(logProb(tf.tensor2d([x]), theta), tf.tensor2d([expected]), { tolerance: 1e-5 });
});

test('levels far narrower than the scale, and far from every component, keep their digits and finite gradients', () => {
  const { logProb } = discretizedLogisticMixtureConditional({ levels: 256, components: 1, scale: own });
  const logOf = (x: number, theta: number[]) => logProb(tf.tensor2d([[x]]), tf.tensor2d([theta]));
  for (const [x, mean, a] of [
    [128, 0, 3],
    [128, 0, -6],
    [3, 0.9, -3],
    [0, 0.9, -3],
    [255, 0.9, -3],
  ] as [number, number, number][]) {
    const [y, s] = [(2 * x) / 255 - 1, Math.exp(a)];
    expectClose(logOf(x, [0, mean, a]), [Math.log(massOf(y, mean, s, 256))], { tolerance: 1e-5 });
  }
  const gradient = tf.grad((theta) => logProb(tf.tensor2d([[1]]), theta as tf.Tensor2D).sum());
  const far = gradient(tf.tensor2d([[0, 1, -6]])).dataSync();
  expect([...far].every(Number.isFinite)).toBe(true);
  expectClose(logOf(1, [0, 1, -6]), [-(1 - (3 / 255 - 1)) * Math.exp(6)], { tolerance: 1e-3 });
});

test('at temperature 0 a sample is the level of the mean of the largest weight', () => {
  const { sample } = discretizedLogisticMixtureConditional({ levels: 11, components: 2, scale: own });
  const theta = tf.tensor2d([[0.2, -0.1, 0.1, -0.1, 0, 0]]).tile<tf.Tensor2D>([500, 1]);
  const drawn = new Set(sample(theta, { rng: rng(1), temperature: 0 }).dataSync());
  expect([...drawn]).toEqual([3]);
});

test('counts that are none are refused', () => {
  for (const options of [{ levels: 1 }, { levels: 4, components: 0 }, { levels: 4, channels: 0 }]) {
    expect(() => discretizedLogisticMixtureConditional(options)).toThrow(ConfigError);
  }
});
