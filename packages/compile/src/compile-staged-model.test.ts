import * as core from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { compileModel } from './compile-model.ts';

/** Walks of a trained drift, of which `steps` steps are drawn one by one. */
function walks(steps: number) {
  const drift = core.parameter<tf.Rank.R1>([1], () => tf.tensor1d([0.5]));
  let recorded = 0;
  const stage: core.SampleStage = {
    steps,
    begin: (rows) => ({ at: tf.zeros([rows, 1]) }),
    step: (cache, { rng, temperature, context, known }) =>
      tf.tidy(() => {
        recorded += 1;
        const { at } = cache as { at: tf.Tensor2D };
        const next = rng
          .normal<tf.Rank.R2>(at.shape)
          .mul(temperature)
          .add(at)
          .add(drift)
          .add(context ?? 0);
        const drawn = known ? tf.where(known.equal(known), known, next) : next;
        return { drawn, cache: { at: drawn.clone() } };
      }),
    knownOf: (event, index) => event.slice([0, index], [-1, 1]),
    join: (drawn) => tf.concat([...drawn], 1),
  };
  const logProb = (x: tf.Tensor2D, given?: core.Given) =>
    tf.tidy(() => {
      const before = x
        .pad([
          [0, 0],
          [1, 0],
        ])
        .slice([0, 0], [-1, steps]);
      const noise = x
        .sub(before)
        .sub(drift)
        .sub(given?.context ?? 0);
      const each = noise
        .square()
        .mul(-0.5)
        .sub(0.5 * Math.log(2 * Math.PI));
      return core.sumEvent(tf.where(x.equal(x), each, tf.zerosLike(x)));
    });
  const model: core.DensityModel<tf.Tensor2D> = {
    ...core.trainable({ kind: 'walks', steps }, { drift }),
    eventShape: [steps],
    likelihood: 'exact',
    measure: 'density',
    stages: [stage],
    readsBeginnings: true,
    logProb,
    sample: (count, options) => core.drawAtOnce('walks', [stage], count, options),
  };
  return { model, drift, recordings: () => recorded };
}

test('a sample is drawn step by step from one graph, and is the model’s own', async () => {
  const { model, recordings } = walks(40);
  const compiled = compileModel(model);
  const given = () => ({ rng: core.rng(3), temperature: 0.5, context: tf.tensor2d([[1], [2], [3]]) });
  expectClose(await compiled.sample(3, given()), model.sample(3, given()), { tolerance: 1e-5 });
  expect(recordings()).toBeLessThan(40 + 5);
  compiled.dispose();
});

test('sampleInChunks and complete go through its steps, and follow the weights', async () => {
  const { model, drift } = walks(6);
  const compiled = compileModel(model);
  const chunks = (sampler: core.Sampler<tf.Tensor2D>) =>
    core.sampleInChunks(sampler, 5, { rng: core.rng(4), chunk: 2 });
  const beginnings = tf.tensor2d([[1, 2, 3, Number.NaN, Number.NaN, Number.NaN]]);
  const rest = (completer: object) =>
    core.complete(completer as core.Completer<tf.Tensor2D>, beginnings, { rng: core.rng(5) });
  expectClose(await chunks(compiled), await chunks(model), { tolerance: 1e-5 });
  expectClose(await rest(compiled), await rest(model), { tolerance: 1e-5 });
  drift.assign(tf.tensor1d([-2]));
  expectClose(await chunks(compiled), await chunks(model), { tolerance: 1e-5 });
  await expectNoLeak(async () => (await chunks(compiled)).dispose());
  compiled.dispose();
});
