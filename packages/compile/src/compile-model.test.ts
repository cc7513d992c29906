import * as core from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CompiledModel, compileModel } from './compile-model.ts';
import { couplingFlow } from './fixtures/training-models.ts';

let model: core.Flow<tf.Tensor2D>;
let compiled: CompiledModel<tf.Tensor2D>;
beforeEach(() => {
  model = couplingFlow({ context: 1 });
  compiled = compileModel(model);
});
afterEach(() => {
  compiled.dispose();
  model.dispose();
});

const x = core.rng('x').normal<tf.Rank.R2>([5, 2]);
const context = core.rng('context').normal<tf.Rank.R2>([5, 1]);

test('log-densities and samples are the model’s, in a context for each row or for all', async () => {
  for (const given of [{ context }, { context: context.slice([0], [1]) }]) {
    expectClose(await compiled.logProb(x, given), model.logProb(x, given), { tolerance: 1e-5 });
    const options = (seed: number) => ({ rng: core.rng(seed), temperature: 0.5, ...given });
    expectClose(await compiled.sample(5, options(1)), model.sample(5, options(1)), { tolerance: 1e-5 });
    expectClose(await compiled.sample(5, options(2)), model.sample(5, options(2)), { tolerance: 1e-5 });
  }
});

test('temperature and count are the caller’s at every call', async () => {
  const one = context.slice([0], [1]);
  for (const [count, temperature] of [
    [3, 1],
    [3, 0],
    [2, 0],
  ] as const) {
    const options = () => ({ rng: core.rng(0), temperature, context: one });
    expectClose(await compiled.sample(count, options()), model.sample(count, options()), { tolerance: 1e-5 });
  }
});

test('it follows the weights, whoever changes them', async () => {
  const before = await compiled.logProb(x, { context });
  for (const variable of core.variablesOf(model).values()) variable.assign(variable.add(0.1));
  const after = await compiled.logProb(x, { context });
  expectClose(after, model.logProb(x, { context }), { tolerance: 1e-5 });
  expect(after.sub(before).abs().min().dataSync()[0]).toBeGreaterThan(1e-4);
});

test('errors are the model’s own', async () => {
  await expect(compiled.logProb(tf.zeros([2, 3]), { context })).rejects.toThrow(core.ShapeError);
  await expect(compiled.sample(0, { rng: core.rng(0), context })).rejects.toThrow(core.ConfigError);
});

test('its results are the caller’s, and nothing else is left', async () => {
  await expectNoLeak(async () => {
    const results = [await compiled.logProb(x, { context }), await compiled.sample(5, { rng: core.rng(0), context })];
    tf.dispose(results);
  });
});
