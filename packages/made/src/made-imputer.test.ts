import * as core from '@flows/core';
import { drawWeights, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { agnosticMade } from './agnostic-made.ts';
import { type Made, made } from './made.ts';

/** An element that is missing. */
const gap = Number.NaN;

/** x_0 = e_0, x_1 = 0.8 x_0 + e_1, x_2 = 0.6 x_0 - 0.9 x_1 + e_2 with standard normal e: a MADE whose hidden units say nothing. */
function linearMade(): Made {
  const model = made({ dims: 3, hidden: [2], direct: true, rng: core.rng(0) });
  const kernel = core.variablesOf(model).get('network.direct.kernel0') as tf.Variable;
  tf.tidy(() => {
    kernel.assign(
      tf.tensor2d([
        [0, 0.8, 0.6, 0, 0, 0],
        [0, 0, -0.9, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
      ]),
    );
  });
  return model;
}
/** I - B, whose rows make e of x, and the precision Λ = (I - B)ᵀ (I - B). */
const noiseOf = [
  [1, 0, 0],
  [-0.8, 1, 0],
  [-0.6, 0.9, 1],
];
const precision = (i: number, j: number) =>
  noiseOf.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0);

const repeated = (row: readonly number[], rows: number) => tf.tensor2d(Array.from({ length: rows }, () => [...row]));
const columnOf = (x: tf.Tensor2D, i: number) => x.arraySync().map((row) => row[i] as number);

/** Requires the mean and the variance of independent normal values within 4 standard errors. */
function expectNormal(values: readonly number[], mean: number, variance: number): void {
  const n = values.length;
  const m = values.reduce((sum, value) => sum + value, 0) / n;
  const v = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  expect(Math.abs(m - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
  expect(Math.abs(v / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
}

test('what comes last is drawn exactly from its conditionals', async () => {
  const x = repeated([1.5, gap, gap], 2000);
  const { x: whole, method } = await core.impute(linearMade(), x, { rng: core.rng(1) });
  expect(method).toBe('exact');
  expectNormal(columnOf(whole, 1), 0.8 * 1.5, 1);
  // x_2 | x_0 has the mean 0.6 x_0 - 0.9 · 0.8 x_0 and the variance 0.9² + 1.
  expectNormal(columnOf(whole, 2), (0.6 - 0.9 * 0.8) * 1.5, 1.81);
  const noise = whole.matMul(tf.tensor2d(noiseOf), false, true) as tf.Tensor2D;
  for (const i of [1, 2]) expectNormal(columnOf(noise, i), 0, 1);
});

test('what comes first follows its conditional, given what comes after it, by importance', async () => {
  const observed = [gap, 1.1, -0.7];
  const options = { rng: core.rng(2), particles: 100 };
  const { x, method, rows } = await core.impute(linearMade(), repeated(observed, 700), options);
  expect(method).toBe('importance');
  // x_0 | x_1, x_2: variance 1 / Λ_00, mean -Σ_j Λ_0j x_j / Λ_00
  const shift = [1, 2].reduce((sum, j) => sum + precision(0, j) * (observed[j] as number), 0);
  expectNormal(columnOf(x, 0), -shift / precision(0, 0), 1 / precision(0, 0));
  for (const row of rows) {
    expect(row.method === 'importance' && row.effectiveSampleSize > 10 && row.effectiveSampleSize < 100).toBe(true);
  }
});

test('through a map that keeps elements apart, a flow completes rows as its base does', async () => {
  // x = 1 + 2 z
  const bijector = core.standardize({ mean: [1, 1, 1], scale: [2, 2, 2] });
  const flow = core.flow<tf.Tensor2D>({ base: linearMade(), bijector: bijector as core.Bijector<tf.Tensor2D> });
  const last = await core.impute(flow, repeated([4, 3.4, gap], 1000), { rng: core.rng(3) });
  expect(last.method).toBe('exact');
  expectNormal(columnOf(last.x, 2), 1 + 2 * (0.6 * 1.5 - 0.9 * 1.2), 4);
  const first = await core.impute(flow, repeated([gap, 3.2, -0.4], 700), { rng: core.rng(4), particles: 100 });
  expect(first.method).toBe('importance');
  const shift = precision(0, 1) * 1.1 + precision(0, 2) * -0.7;
  expectNormal(columnOf(first.x, 0), 1 - (2 * shift) / precision(0, 0), 4 / precision(0, 0));
});

const outcomes = Array.from({ length: 16 }, (_, k) => [8, 4, 2, 1].map((bit) => (k & bit ? 1 : 0)));

/** Requires how often each completion comes up within 4 standard errors of p(x_missing | x_observed), enumerated. */
async function expectConditional(
  model: core.DensityModel<tf.Tensor2D>,
  row: readonly number[],
  method: core.ImputationMethod,
  particles?: number,
): Promise<void> {
  const n = 800;
  const completed = await core.impute(model, repeated(row, n), { rng: core.rng(5), particles });
  expect(completed.method).toBe(method);
  const agrees = (outcome: readonly number[]) => outcome.every((bit, i) => Number.isNaN(row[i]) || bit === row[i]);
  const possible = outcomes.filter(agrees);
  const mass = Array.from(model.logProb(tf.tensor2d(possible)).dataSync(), Math.exp);
  const total = mass.reduce((sum, p) => sum + p, 0);
  const drawn = completed.x.arraySync().map(String);
  for (const [k, outcome] of possible.entries()) {
    const p = (mass[k] as number) / total;
    const share = drawn.filter((text) => text === String(outcome)).length / n;
    expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
  }
}

const bernoulli = { dims: 4, hidden: [8], conditional: core.bernoulliConditional() };

test('discrete rows are completed as often as their mass says, exactly and by importance', async () => {
  const model = made({ ...bernoulli, order: [2, 4, 1, 3], rng: core.rng(0) });
  drawWeights(model, core.rng(5));
  await expectConditional(model, [1, gap, 0, gap], 'exact');
  await expectConditional(model, [gap, 1, gap, 0], 'importance', 90);
});

test('an ensemble of one order is exact: its members are chosen by what they give the observed elements', async () => {
  const model = agnosticMade({ ...bernoulli, masks: 3, agnostic: 'connectivity', rng: core.rng(0) });
  drawWeights(model, core.rng(2));
  await expectConditional(model, [1, 0, gap, gap], 'exact');
});

test('an ensemble of orders is completed by importance over its members and their particles', async () => {
  const model = agnosticMade({ ...bernoulli, masks: 3, rng: core.rng(0) });
  drawWeights(model, core.rng(3));
  await expectConditional(model, [1, gap, 0, gap], 'importance', 90);
});

test('a network that reads elements as one-hot, and a context, complete rows by their own row of context', async () => {
  const conditional = core.categoricalConditional({ levels: 3 });
  const model = made({ dims: 3, hidden: [8], conditional, context: 1, rng: core.rng(0) });
  drawWeights(model, core.rng(4));
  const context = tf.tensor2d([[-1], [2]]);
  const rows = 500;
  const x = tf.tensor2d(Array.from({ length: 2 * rows }, () => [gap, 2, 1]));
  const contexts = tf.concat([
    tf.tile(context.slice([0, 0], [1, 1]), [rows, 1]),
    tf.tile(context.slice([1, 0], [1, 1]), [rows, 1]),
  ]);
  const completed = await core.impute(model, x, { rng: core.rng(6), context: contexts, particles: 60 });
  const first = columnOf(completed.x, 0);
  const possible = tf.tensor2d([0, 1, 2].map((level) => [level, 2, 1]));
  for (const half of [0, 1]) {
    const given = { context: tf.tile(context.slice([half, 0], [1, 1]), [3, 1]) };
    const p = tf.softmax(model.logProb(possible, given)).dataSync();
    const drawn = first.slice(half * rows, (half + 1) * rows);
    for (const level of [0, 1, 2]) {
      const expected = p[level] as number;
      const share = drawn.filter((value) => value === level).length / rows;
      expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / rows) + 1e-9);
    }
  }
});

test('the completed rows are all that is left', async () => {
  const models = [linearMade(), agnosticMade({ dims: 3, hidden: [4], masks: 2, rng: core.rng(0) })];
  const x = tf.tensor2d([
    [gap, 0.2, gap],
    [0.1, 0.4, gap],
  ]);
  await expectNoLeak(async () => {
    for (const model of models) (await core.impute(model, x, { rng: core.rng(7), particles: 4 })).x.dispose();
  });
});

test('with fewer particles than members each member has one', async () => {
  const ensemble = agnosticMade({ ...bernoulli, masks: 3, rng: core.rng(0) });
  drawWeights(ensemble, core.rng(3));
  const { rows } = await core.impute(ensemble, repeated([1, gap, 0, gap], 200), { rng: core.rng(10), particles: 1 });
  const sizes = rows.map((row) => (row.method === 'importance' ? row.effectiveSampleSize : Number.NaN));
  for (const size of sizes) expect(size >= 0.999 && size < 3.001).toBe(true);
  expect(Math.max(...sizes)).toBeGreaterThan(1.5);
});
