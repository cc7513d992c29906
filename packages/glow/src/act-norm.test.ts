import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { ConfigError, chain, flow, standardNormal } from '@flows/core';
import { assignWeights, expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import golden from '../fixtures/glow-layers.json' with { type: 'json' };
import { type ActNorm, actNorm } from './act-norm.ts';
import { kinds } from './kinds.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });

describeBijector('actNorm of images', () => actNorm({ channels: 3 }), { eventShape: [2, 3, 3], initialize: true });
describeBijector('actNorm of vectors', () => actNorm({ channels: 4 }), { eventShape: [4], initialize: true });

const options = { rng: core.rng(0) };
const initialized = (x: tf.Tensor): ActNorm => {
  const layer = actNorm({ channels: x.shape.at(-1) as number });
  layer.initialize(x, options);
  return layer;
};
const image = (rows: number, seed = 1) =>
  core.rng(seed).normal<tf.Rank.R4>([rows, 4, 5, 3]).mul([1, 20, 0.05]).add([100, -3, 0]) as tf.Tensor4D;
const momentsOf = (x: tf.Tensor) => {
  const { mean, variance } = tf.moments(x.reshape([-1, x.shape.at(-1) as number]), 0);
  return { mean, deviation: variance.sqrt() };
};
const numbersOf = (layer: ActNorm) => Object.values(layer.parts).map((variable) => [...variable.dataSync()]);

test('its first values, and what it makes of images, are those of a float64 reference', () => {
  const { initial, weights, z, logDet } = golden.actNorm;
  tf.tidy(() => {
    const x = tf.tensor4d(golden.x);
    const layer = initialized(x);
    expectClose(layer.parts.shift, initial.shift, { tolerance: 1e-6 });
    expectClose(layer.parts.logScale, initial.logScale, { tolerance: 1e-6 });
    assignWeights(core.variablesOf(layer), weights);
    const there = layer.inverse(x);
    expectClose(there.value, tf.tensor4d(z), { tolerance: 1e-5 });
    expectClose(
      there.logDet,
      golden.x.map(() => logDet),
      { tolerance: 1e-5 },
    );
  });
});

test.each([1, 2, 64])('a first batch of %i images leaves with mean 0 and deviation 1 in each channel', (rows) => {
  const { mean, deviation } = momentsOf(initialized(image(rows)).inverse(image(rows)).value);
  expectClose(mean, [0, 0, 0], { tolerance: 1e-4 });
  expectClose(deviation, [1, 1, 1], { tolerance: 1e-4 });
});

test('large batches are taken as exactly as small ones', () => {
  const x = core.rng(3).uniform<tf.Rank.R4>([64, 64, 64, 1]).add(1000) as tf.Tensor4D;
  const { shift, logScale } = initialized(x).parts;
  const values = x.dataSync<'float32'>();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(shift.dataSync()[0]).toBeCloseTo(-mean, 3);
  expect(logScale.dataSync()[0]).toBeCloseTo(-Math.log(variance) / 2, 3);
});

test('a single vector, which has no deviation, gives the shift alone', () => {
  const x = tf.tensor2d([[3, -1e6, 0.1]]);
  const layer = initialized(x);
  expect([...layer.parts.logScale.dataSync()]).toEqual([0, 0, 0]);
  expectClose(layer.inverse(x).value, [0, 0, 0], { tolerance: 0 });
});

test('a channel that is constant but for rounding keeps its scale, beside others that get theirs', () => {
  const constant = tf.fill([500, 7, 7, 1], 1000.1);
  const x = tf.concat([constant, tf.zerosLike(constant), core.rng(2).normal([500, 7, 7, 1])], 3) as tf.Tensor4D;
  const layer = initialized(x);
  expect([...layer.parts.logScale.dataSync()].slice(0, 2)).toEqual([0, 0]);
  expectClose(momentsOf(layer.inverse(x).value).deviation, [0, 0, 1], { tolerance: 1e-3 });
});

test('a channel that hardly varies is scaled by no more than 10⁴ times what the others are', () => {
  const x = core.rng(2).normal<tf.Rank.R2>([500, 2]).mul([1, 1e-12]) as tf.Tensor2D;
  const [first, second] = initialized(x).parts.logScale.dataSync() as unknown as [number, number];
  expect(second - first).toBeCloseTo(Math.log(1e4), 4);
  const tiny = initialized(x.slice([0, 0], [-1, 1]).mul(1e-12)).parts.logScale.dataSync()[0];
  expect(tiny).toBeCloseTo(first - Math.log(1e-12), 3);
});

test('a layer is initialised once', () => {
  const layer = initialized(image(8));
  const before = numbersOf(layer);
  layer.initialize(image(8).mul(7), options);
  expect(numbersOf(layer)).toEqual(before);
});

test('before that it refuses to be used, and says the cure', () => {
  const layer = actNorm({ channels: 3 });
  for (const direction of ['forward', 'inverse'] as const) {
    expect(() => layer[direction](image(1))).toThrow(ConfigError);
    expect(() => layer[direction](image(1))).toThrow(
      `ActNorm.${direction}: expected a layer that data has initialised`,
    );
    expect(() => layer[direction](image(1))).toThrow('train the model by fit, or call its initialize');
  }
  expect(() => layer.initialize(tf.zeros([2, 4]), options)).toThrow('ActNorm.initialize: expected x of shape');
});

test('fit initialises a new one with its first batch, and never one that was loaded', async () => {
  const make = () =>
    flow({
      base: standardNormal({ eventShape: [2] }),
      bijector: chain(actNorm({ channels: 2 }), actNorm({ channels: 2 })),
    });
  const data = (offset: number) => core.rng(1).normal<tf.Rank.R2>([64, 2]).add(offset) as tf.Tensor2D;
  const fitting = { rng: core.rng(2), steps: 1, batchSize: 64, optimizer: { rate: 1e-3 } };
  const model = make();
  await core.fit(model, data(50), fitting);
  const shiftOf = (model: core.Trainable) => core.variablesOf(model).get('bijector.1.shift') as tf.Variable;
  expectClose(shiftOf(model), [-50, -50], { tolerance: 0.01 });
  const loaded = core.load<ReturnType<typeof make>>(core.save(model), kinds);
  await core.fit(loaded, data(-50), fitting);
  expectClose(shiftOf(loaded), [-50, -50], { tolerance: 0.01 });
  const fresh = core.load(core.save(make()), kinds);
  expect(() => fresh.logProb(data(0))).toThrow(ConfigError);
});
