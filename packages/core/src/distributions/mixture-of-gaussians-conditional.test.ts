import { expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { independent, kinds } from './fixtures/independent.ts';
import { gaussianConditional } from './gaussian-conditional.ts';
import { mixtureOfGaussiansConditional } from './mixture-of-gaussians-conditional.ts';

const { describeDensityModel } = laws({ ...core, kinds });

describeDensityModel(
  'mixtureOfGaussiansConditional',
  (rng) => independent({ dims: 1, conditional: mixtureOfGaussiansConditional({ components: 3 }), rng }),
  { eventShape: [1], integrates: [[-40, 40]], cells: 8000 },
);
describeDensityModel(
  'mixtureOfGaussiansConditional of two elements',
  (rng) =>
    independent({ dims: 2, conditional: mixtureOfGaussiansConditional({ components: 2, scale: 'sigmoid' }), rng }),
  {
    eventShape: [2],
    integrates: [
      [-12, 12],
      [-12, 12],
    ],
    cells: 200,
  },
);

const own = { logScale: (a: tf.Tensor2D) => a.clone() };
/** Two elements of two components: the logits, the shifts and the log σ of component 1 of both, then of 2. */
const logits = [0.3, -1, -0.4, 0.5];
const shifts = [-1, 0.5, 2, -0.2];
const logStds = [-0.7, 0.2, 0.4, -1.1];
const theta = () => tf.tensor2d([[...logits, ...shifts, ...logStds]]);
const centres: readonly [number, number] = [-Math.sqrt(3) / 2, Math.sqrt(3) / 2];

/** Σ_k π_k N(x; μ_k, σ_k²) of one element. */
function density(element: 0 | 1, x: number): number {
  const parts = centres.map((centre, k) => {
    const at = 2 * k + element;
    const [mean, std] = [centre + (shifts[at] as number), Math.exp(logStds[at] as number)];
    const weight = Math.exp(logits[at] as number);
    return { weight, mass: (weight * Math.exp(-0.5 * ((x - mean) / std) ** 2)) / (std * Math.sqrt(2 * Math.PI)) };
  });
  return parts.reduce((sum, { mass }) => sum + mass, 0) / parts.reduce((sum, { weight }) => sum + weight, 0);
}

test('logProb is log Σ π_k N(x; μ_k, σ_k²) of each element', () => {
  const { logProb } = mixtureOfGaussiansConditional({ components: 2, scale: own });
  for (const x of [
    [0, 0],
    [-1.8, 0.4],
    [4, -3],
  ] as [number, number][]) {
    const expected = tf.tensor2d([[Math.log(density(0, x[0])), Math.log(density(1, x[1]))]]);
    expectClose(logProb(tf.tensor2d([x]), theta()), expected, { tolerance: 1e-5 });
  }
});

test('a mixture of one component is the Gaussian conditional', () => {
  const parameters = [0.4, -2, 1.2, 0.3];
  const x = tf.tensor2d([[0.5, -3]]);
  const mixture = mixtureOfGaussiansConditional({ components: 1 }).logProb(x, tf.tensor2d([[7, -9, ...parameters]]));
  expectClose(mixture, gaussianConditional().logProb(x, tf.tensor2d([parameters])), { tolerance: 1e-6 });
});

test('at parameters of zeros no two components have the same gradient', () => {
  const components = 5;
  const { logProb } = mixtureOfGaussiansConditional({ components });
  const x = tf.tensor2d([[-1.3], [0.2], [0.9]]);
  const gradient = tf.grad((theta) => logProb(x, theta as tf.Tensor2D).sum());
  const table = gradient(tf.zeros([3, 3 * components]))
    .sum(0)
    .reshape([3, components]);
  for (const row of table.arraySync() as number[][]) {
    expect(new Set(row.map((number) => number.toFixed(4))).size).toBe(components);
  }
});

test('1000 standard deviations from every component logProb and its gradient are finite', () => {
  const { logProb } = mixtureOfGaussiansConditional({ components: 2, scale: own });
  const x = tf.tensor2d([[1e3 * Math.exp(0.4) + 10, -1e3 * Math.exp(0.2) - 10]]);
  expect(logProb(x, theta()).dataSync()[0]).toBeLessThan(-0.5e6);
  const gradient = tf.grad((theta) => logProb(x, theta as tf.Tensor2D).sum())(theta());
  expect([...gradient.dataSync(), ...logProb(x, theta()).dataSync()].every(Number.isFinite)).toBe(true);
});

test('by default no parameters make a scale that is infinite or 0', () => {
  const { logProb } = mixtureOfGaussiansConditional({ components: 2 });
  for (const a of [1e6, -1e6]) {
    expect(Number.isFinite(logProb(tf.tensor2d([[1]]), tf.tensor2d([[0, 0, 0, 0, a, a]])).dataSync()[0])).toBe(true);
  }
});

test('at temperature 0 a sample is the mean of component k with probability π_k', () => {
  const { sample } = mixtureOfGaussiansConditional({ components: 2, scale: own });
  const drawn = sample(theta().tile([4000, 1]), { rng: rng(5), temperature: 0 })
    .slice([0, 0], [-1, 1])
    .dataSync();
  const [first, second] = [centres[0] - 1, centres[1] + 2];
  const near = (mean: number) => [...drawn].filter((x) => Math.abs(x - mean) < 1e-5).length;
  expect(near(first) + near(second)).toBe(4000);
  // Four standard deviations of the share of 4000 draws.
  expect(Math.abs(near(first) / 4000 - 1 / (1 + Math.exp(-0.7)))).toBeLessThan(0.032);
});

test('a temperature scales the spread of each component', () => {
  const { sample } = mixtureOfGaussiansConditional({ components: 2, scale: own });
  const drawn = sample(theta().tile([4000, 1]), { rng: rng(5), temperature: 0.1 })
    .slice([0, 0], [-1, 1])
    .dataSync();
  const second = [...drawn].filter((x) => x > 0).map((x) => (x - 2 - centres[1]) ** 2);
  const spread = Math.sqrt(second.reduce((sum, square) => sum + square, 0) / second.length);
  expect(spread / (0.1 * Math.exp(0.4))).toBeCloseTo(1, 1);
});

test('no component is refused', () => {
  for (const components of [0, 1.5]) expect(() => mixtureOfGaussiansConditional({ components })).toThrow(ConfigError);
});
