import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { laws } from '@flows/testing';
import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { type MultiScaleRealNvpOptions, multiScaleRealNvp } from './multi-scale-real-nvp.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
const small = { shape: [4, 4, 1], couplings: 1, hidden: 4, blocks: 1 } as const;
const make =
  (options: Partial<MultiScaleRealNvpOptions> = {}) =>
  (rng: core.Rng) =>
    multiScaleRealNvp({ ...small, ...options, rng });

describeDensityModel('multiScaleRealNvp', make({ scales: 2 }), { eventShape: [4, 4, 1] });
describeDensityModel('multiScaleRealNvp, gated, conditional', make({ gated: true, context: 2, scale: 'tanh' }), {
  eventShape: [4, 4, 1],
  context: 2,
});
describeDensityModel(
  'multiScaleRealNvp, batch-normalised, of colours, without learnt priors',
  make({ shape: [2, 4, 3], batchNorm: true, weightNorm: false, learntPriors: false }),
  { eventShape: [2, 4, 3] },
);
describeDensityModel('multiScaleRealNvp of one scale, which may be odd', make({ shape: [3, 3, 1] }), {
  eventShape: [3, 3, 1],
});
describeDensityModel('multiScaleRealNvp whose training recomputes', make({ shape: [2, 4, 1], recompute: true }), {
  eventShape: [2, 4, 1],
});

test('it starts as a standard normal distribution, whatever the scales', () => {
  const x = core.rng(0).normal<tf.Rank.R4>([3, 8, 8, 1]);
  const expected = core.standardNormal({ eventShape: [8, 8, 1] }).logProb(x);
  const got = multiScaleRealNvp({ shape: [8, 8, 1], hidden: 4, blocks: 1, rng: core.rng(0) }).logProb(x);
  for (const [i, value] of got.dataSync().entries()) expect(value).toBeCloseTo(expected.dataSync()[i] as number, 3);
});

test('each scale has its temperature, and at 0 its mode', () => {
  const model = multiScaleRealNvp({ ...small, scales: 2, rng: core.rng(0) });
  const sample = (temperature: number | number[]) => model.sample(2, { rng: core.rng(1), temperature });
  const z = (temperature: number[]) => model.bijector.inverse(sample(temperature)).value.abs().sum(0).dataSync();
  const levels = [8, 8];
  const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values));
  expect(largest(z([0, 1]).slice(0, levels[0]))).toBeLessThan(1e-6);
  expect(Math.min(...z([0, 1]).slice(levels[0]))).toBeGreaterThan(0.01);
  expect(largest(z([1, 0]).slice(levels[0]))).toBeLessThan(1e-6);
  expect([...sample([0.7, 0.7]).dataSync()]).toEqual([...sample(0.7).dataSync()]);
  expect(() => sample([1, 1, 1])).toThrow('one for each of 2 levels, got [1,1,1]');
});

test('sizes that can not be halved so often are refused with the cure', () => {
  expect(() => make({ shape: [6, 6, 1], scales: 3 })(core.rng(0))).toThrow('can be halved once more, got 3x3');
  expect(core.variablesOf(make({ shape: [6, 6, 1] })(core.rng(0))).size).toBeGreaterThan(0);
});

test('a stack of scales learns what one Gaussian can not', async () => {
  const rows = core.rng(1).uniform([512, 1, 1, 1]).greater(0.5).toFloat();
  const x = core.rng(2).normal([512, 4, 4, 1]).mul(0.1).add(rows) as tf.Tensor4D;
  const model = multiScaleRealNvp({ ...small, rng: core.rng(0) });
  const { curve } = await core.fit(model, x, {
    rng: core.rng(3),
    steps: 400,
    batchSize: 64,
    optimizer: { rate: 0.01 },
    engine: compiler.onnxEngine(),
  });
  const gaussian = core.fullGaussian.fit({ data: x.dataSync() as Float32Array, shape: [512, 16] });
  const best = core.nats(gaussian.logProb(x.reshape([512, 16]))).mean;
  expect(curve.at(-1)?.train).toBeLessThan(best);
});
