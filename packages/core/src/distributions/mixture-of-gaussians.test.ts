import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { variablesOf } from '../trainable.ts';
import { mixtureOfGaussians } from './mixture-of-gaussians.ts';

const { describeDensityModel } = laws(core);

describeDensityModel('mixtureOfGaussians', (rng) => mixtureOfGaussians({ dims: 2, components: 3, rng }), {
  eventShape: [2],
  integrates: [
    [-12, 12],
    [-12, 12],
  ],
  cells: 200,
});

const weights = [0.2, 0.8];
const means = [
  [-4, 0],
  [3, 1],
];
const stds = [
  [1, 0.5],
  [0.3, 2],
];

function model() {
  const mixture = mixtureOfGaussians({ dims: 2, components: 2, rng: rng(1) });
  const variables = variablesOf(mixture);
  variables.get('logits')?.assign(tf.tensor1d(weights.map((weight) => Math.log(weight) + 3)));
  variables.get('means')?.assign(tf.tensor2d(means));
  variables.get('logStds')?.assign(tf.tensor2d(stds).log());
  return mixture;
}

test('logProb is log Σ π_k N(x; μ_k, σ_k), whatever is added to all logits', () => {
  const normal = (x: number, mean: number, std: number) =>
    Math.exp(-0.5 * ((x - mean) / std) ** 2) / (std * Math.sqrt(2 * Math.PI));
  for (const x of [
    [-3, 0.2],
    [2.9, 3],
    [0, 0],
  ] as [number, number][]) {
    const density = weights.reduce((sum, weight, k) => {
      const factor = (d: 0 | 1) => normal(x[d], means[k]?.[d] as number, stds[k]?.[d] as number);
      return sum + weight * factor(0) * factor(1);
    }, 0);
    const logProb = model()
      .logProb(tf.tensor2d([x]))
      .dataSync()[0] as number;
    expect(Math.abs(logProb - Math.log(density))).toBeLessThan(1e-5 * (1 + Math.abs(Math.log(density))));
  }
});

test('far from every component logProb and its gradients are finite', () => {
  const mixture = model();
  const { value, grads } = tf.variableGrads(() => mixture.logProb(tf.tensor2d([[300, -200]])).sum() as tf.Scalar);
  for (const tensor of [value, ...Object.values(grads)]) expect(tensor.dataSync().every(Number.isFinite)).toBe(true);
});

test('a sample comes from component k with probability π_k, and temperature keeps that', () => {
  for (const temperature of [1, 0.1]) {
    const samples = model().sample(4000, { rng: rng(2), temperature });
    const left = samples.slice([0, 0], [-1, 1]).less(0).mean().dataSync()[0];
    expect(left).toBeCloseTo(0.2, 1);
  }
});

test('temperature scales the spread of each component', () => {
  const samples = model()
    .sample(4000, { rng: rng(2), temperature: 0.1 })
    .arraySync() as [number, number][];
  const second = samples.filter(([first]) => first > 0).map(([, y]) => y);
  const mean = second.reduce((a, b) => a + b) / second.length;
  expect(Math.sqrt(second.reduce((sum, y) => sum + (y - mean) ** 2, 0) / second.length)).toBeCloseTo(0.2, 2);
});

test('the means at first come from the generator', () => {
  const start = (seed: number) => [
    ...(variablesOf(mixtureOfGaussians({ dims: 2, components: 3, rng: rng(seed) }))
      .get('means')
      ?.dataSync() ?? []),
  ];
  expect(start(1)).toEqual(start(1));
  expect(start(1)).not.toEqual(start(2));
});

test('a mixture of one component is sampled too', () => {
  const sample = mixtureOfGaussians({ dims: 2, components: 1, rng: rng(1) }).sample(3, { rng: rng(2) });
  expect(sample.shape).toEqual([3, 2]);
  expect(sample.dataSync().every(Number.isFinite)).toBe(true);
});
