import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type GlowOptions, glow } from './glow.ts';
import { kinds } from './kinds.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
const small = { shape: [4, 4, 1], levels: 2, steps: 1, hidden: 4 } as const;
const make =
  (options: Partial<GlowOptions> = {}) =>
  (rng: core.Rng) =>
    glow({ ...small, ...options, rng });

describeDensityModel('glow', make(), { eventShape: [4, 4, 1], initialize: true });
describeDensityModel('glow, additive, of plain matrices', make({ coupling: 'additive', parameterization: 'plain' }), {
  eventShape: [4, 4, 1],
  initialize: true,
});
describeDensityModel('glow, class-conditional', make({ context: 3 }), {
  eventShape: [4, 4, 1],
  context: 3,
  initialize: true,
});
describeDensityModel(
  'glow of colours whose training recomputes, class-conditional',
  make({ shape: [2, 2, 3], levels: 1, steps: 2, recompute: true, context: 2 }),
  { eventShape: [2, 2, 3], context: 2, initialize: true },
);

const initialized = (model: ReturnType<typeof glow>, seed = 0) => {
  tf.tidy(() => {
    const x = core.rng(seed).normal<tf.Rank.R4>([16, ...model.eventShape] as [number, number, number, number]);
    model.initialize(x.mul(3).add(1) as tf.Tensor4D, { rng: core.rng(seed) });
  });
  return model;
};

test('each level has its temperature', () => {
  const model = initialized(make()(core.rng(0)));
  const z = (temperature: number[]) =>
    model
      .encode(model.sample(2, { rng: core.rng(1), temperature }))
      .abs()
      .max(0)
      .dataSync();
  expect(Math.max(...z([0, 1]).slice(0, 8))).toBeLessThan(1e-4);
  expect(Math.min(...z([0, 1]).slice(8))).toBeGreaterThan(1e-3);
  expect(Math.max(...z([1, 0]).slice(8))).toBeLessThan(1e-4);
});

test('the first batch leaves every activation normalisation with mean 0 and deviation 1 in each channel', () => {
  const model = make({ levels: 1, shape: [4, 4, 2], steps: 3 })(core.rng(0));
  const x = core.rng(2).normal<tf.Rank.R4>([32, 4, 4, 2]).mul(5).add(3) as tf.Tensor4D;
  model.initialize(x, { rng: core.rng(0) });
  let at: tf.Tensor = x;
  let seen = 0;
  for (const layer of [...(model.bijector as core.Chain).bijectors].reverse()) {
    at = layer.inverse(at).value;
    if (layer.config.kind !== 'act-norm') continue;
    const { mean, variance } = tf.moments(at, [0, 1, 2]);
    for (const value of mean.dataSync()) expect(value).toBeCloseTo(0, 4);
    for (const value of variance.dataSync()) expect(value).toBeCloseTo(1, 4);
    seen++;
  }
  expect(seen).toBe(3);
});

test('with every coupling at its bound no latent is beyond 10¹² times the length of its image', () => {
  const model = initialized(make({ steps: 8 })(core.rng(0)));
  tf.tidy(() => {
    for (const [path, variable] of core.variablesOf(model)) {
      if (path.endsWith('factors') || path.includes('prior')) continue;
      const half = [variable.size / 2];
      const far = /output\.bias$/.test(path)
        ? tf.concat([tf.zeros(half), tf.fill(half, 1e6)])
        : tf.zeros(variable.shape);
      variable.assign(far);
    }
  });
  const largest = Math.max(
    ...model
      .encode(tf.ones([1, 4, 4, 1]))
      .abs()
      .dataSync(),
  );
  expect(largest).toBeLessThan(4e12);
  expect(largest).toBeGreaterThan(1e6);
});

test('it gives the losses of the same model that keeps its activations, when it recomputes them', async () => {
  const x = core.rng(3).normal<tf.Rank.R4>([64, 4, 4, 1]);
  const losses = async (recompute: boolean) => {
    const model = make({ steps: 3, recompute })(core.rng(0));
    const seen: number[] = [];
    const onProgress = ({ loss }: { loss: number }) => seen.push(loss);
    const engine = compiler.onnxEngine();
    await core.fit(model, x, { rng: core.rng(1), steps: 20, batchSize: 16, engine, onProgress });
    return seen;
  };
  const [kept, recomputed] = [await losses(false), await losses(true)];
  expect(recomputed).toEqual(kept.map((loss) => expect.closeTo(loss, 2)));
});

test('sizes that can not be halved, and unknown couplings, are refused with the cure', () => {
  expect(() => make({ shape: [4, 6, 1] })(core.rng(0))).toThrow(
    'glow: expected a height and a width that can be halved once more, got 2x3',
  );
  expect(() => make({ coupling: 'spline' as 'affine' })(core.rng(0))).toThrow('affine or additive, got spline');
  expect(() => make({ steps: 0 })(core.rng(0))).toThrow('glow: expected steps');
});
