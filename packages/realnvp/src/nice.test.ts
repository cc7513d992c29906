import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { nice } from './nice.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
const box: [number, number][] = [
  [-20, 20],
  [-20, 20],
];

describeDensityModel('nice', (rng) => nice({ dims: 2, hidden: [8], rng }), {
  eventShape: [2],
  integrates: box,
  cells: 200,
});
describeDensityModel(
  'nice over a normal, conditional',
  (rng) => nice({ dims: 4, layers: 2, hidden: [8, 8], prior: 'normal', context: 1, rng }),
  { eventShape: [4], context: 1 },
);

test("the volume that NICE changes is its diagonal scale's, the same everywhere", () => {
  const model = nice({ dims: 3, hidden: [8], rng: core.rng(0) });
  for (const variable of core.variablesOf(model).values())
    variable.assign(core.rng(1).normal(variable.shape as [number]));
  const s = core.variablesOf(model).get('bijector.0.logScale') as tf.Variable;
  const sum = tf.tidy(() => s.sum().dataSync()[0] as number);
  const { logDet } = model.bijector.forward(core.rng(2).normal<tf.Rank.R2>([5, 3]));
  for (const value of logDet.dataSync()) expect(value).toBeCloseTo(sum, 5);
});

test('data that is symmetric about each element does not hold NICE at the identity', async () => {
  // Four blobs: right, up, left and down of the origin.
  const rows = core
    .rng(1)
    .normals(1000)
    .map((noise, i) => {
      const angle = (Math.floor(i / 2) * Math.PI) / 2;
      return 3 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + 0.3 * noise;
    });
  const data = { data: rows, shape: [500, 2] };
  const model = nice({ dims: 2, layers: 6, hidden: [16], rng: core.rng(0) });
  const { curve } = await core.fit(model, data, {
    rng: core.rng(2),
    steps: 200,
    batchSize: 125,
    optimizer: { rate: 0.01 },
  });
  const gaussian = core.nats(core.fullGaussian.fit(data).logProb(tf.tensor2d(rows, [500, 2]))).mean;
  expect(curve.at(-1)?.train).toBeLessThan(gaussian - 0.2);
  model.dispose();
});

test('a prior that is none is refused', () => {
  const make = () => nice({ dims: 2, prior: 'gaussian' as 'normal', rng: core.rng(0) });
  expect(make).toThrow('nice: expected prior to be logistic or normal, got gaussian');
});

test('training that recomputes has the same density', () => {
  const x = core.rng(1).normal<tf.Rank.R2>([4, 3]);
  const [kept, recomputed] = [false, true].map((recompute) =>
    nice({ dims: 3, hidden: [8], recompute, rng: core.rng(0) })
      .logProb(x)
      .dataSync(),
  );
  expect(recomputed).toEqual(kept);
});
