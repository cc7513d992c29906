import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DensityModel } from '../density-model.ts';
import { type Rng, rng } from '../rng.ts';
import { load } from '../saving/load.ts';
import { save } from '../saving/save.ts';
import type { Batch, DataInitialized } from '../trainable.ts';
import { fit } from './fit.ts';
import type { FitOptions, FitProgress } from './fit-options.ts';
import { checkpoints, gaussian, kinds, rows, weightsOf } from './fixtures/diagonal-gaussian.ts';

const everything: Partial<FitOptions<tf.Tensor2D>> = {
  batchSize: 32,
  optimizer: { rate: 0.05, weightDecay: 0.01 },
  schedule: { kind: 'cosine', warmUp: 3, final: 0.1 },
  clipNorm: 1,
  averaging: { decay: 0.9 },
};

test.each([1, 6, 7, 13, 19])(
  'a run killed after step %i goes on to the same numbers as an unbroken one',
  async (at) => {
    const options = { steps: 20, validation: rows(50, 3), validateEvery: 5, ...everything };
    const whole = { model: gaussian(), losses: [] as number[] };
    const record =
      (losses: number[]) =>
      ({ loss }: FitProgress) =>
        void losses.push(loss);
    const expected = await fit(whole.model, rows(), { rng: rng(1), onProgress: record(whole.losses), ...options });

    const losses: number[] = [];
    const killed = gaussian();
    const kept = checkpoints();
    const checkpoint = { every: 1, write: kept.write };
    const kill = ({ step }: FitProgress) => {
      if (step > at) throw new Error('killed');
    };
    await expect(fit(killed, rows(), { rng: rng(1), checkpoint, onProgress: kill, ...options })).rejects.toThrow(
      'killed',
    );
    const resumed = gaussian();
    const result = await fit(resumed, rows(), {
      rng: rng(1),
      resume: kept.last(),
      onProgress: record(losses),
      ...options,
    });
    expect(losses).toEqual(whole.losses.slice(at));
    expect(result).toEqual(expected);
    expect(weightsOf(resumed)).toEqual(weightsOf(whole.model));
  },
);

test('a checkpoint keeps skips, rollbacks and the snapshot that a rollback goes to', async () => {
  const train = async (stopAt: number) => {
    const make = () => {
      const model = gaussian();
      let calls = 0;
      return {
        model,
        start: (step: number) => {
          calls = step;
          model.fail = () => [4, 5, 6, 7, 9, 10].includes(calls++);
        },
      };
    };
    const first = make();
    first.start(0);
    const kept = checkpoints();
    const abort = new AbortController();
    const { curve: _, ...result } = await fit(first.model, rows(), {
      rng: rng(1),
      steps: 14,
      batchSize: 32,
      signal: abort.signal,
      checkpoint: { every: 100, write: kept.write },
      onProgress: ({ step }) => {
        if (step === stopAt) abort.abort();
      },
    });
    if (!kept.last()) return { result, weights: weightsOf(first.model) };
    const second = make();
    second.start(stopAt);
    const { curve: __, ...after } = await fit(second.model, rows(), {
      rng: rng(1),
      steps: 14,
      batchSize: 32,
      resume: kept.last(),
    });
    return { result: after, weights: weightsOf(second.model) };
  };
  const whole = await train(Infinity);
  expect(whole.result).toMatchObject({ skipped: 6, rollbacks: 1 });
  for (const stopAt of [3, 5, 6, 7, 8, 10]) expect(await train(stopAt)).toEqual(whole);
});

test('a checkpoint loads as a model', async () => {
  const kept = checkpoints();
  const checkpoint = { every: 4, write: kept.write };
  const model = gaussian();
  await fit(model, rows(), { rng: rng(1), steps: 4, checkpoint });
  expect(weightsOf(load(kept.last(), kinds))).toEqual(weightsOf(model));
});

test('resume refuses another model, other options, another seed and a file without a training', async () => {
  const kept = checkpoints();
  const checkpoint = { every: 2, write: kept.write };
  await fit(gaussian(), rows(), { rng: rng(1), steps: 2, checkpoint });
  const go = (model: DensityModel<tf.Tensor2D>, options: Partial<FitOptions<tf.Tensor2D>>, data = rows()) =>
    fit(model, data, { rng: rng(1), steps: 4, resume: kept.last(), ...options });
  await expect(go(gaussian(), { batchSize: 8 })).rejects.toThrow(/options\.batchSize \(8 and 256\)/);
  await expect(go(gaussian(), { rng: rng(2) })).rejects.toThrow(/options\.seed/);
  await expect(go(gaussian(), { resume: save(gaussian()) })).rejects.toThrow(/a model alone/);
  const wider = { data: new Float32Array(600), shape: [200, 3] };
  await expect(fit(gaussian(3), wider, { rng: rng(1), steps: 4, resume: kept.last() })).rejects.toThrow(
    /\[3\].*\[2\]|of 3 numbers/,
  );
  await expect(go(gaussian(), {})).resolves.toMatchObject({ steps: 4 });
});

test('epochs of a function are made anew, are validated at their ends, and resume in their middle', async () => {
  const source = async function* (epoch: number, random: Rng): AsyncGenerator<Batch<tf.Tensor2D>> {
    for (let i = 0; i < 2 + epoch; i++) yield { x: random.normal<tf.Rank.R2>([16, 2]) };
  };
  const options = { rng: rng(1), epochs: 3, validation: rows(20) };
  const whole = gaussian();
  const expected = await fit(whole, source, options);
  expect(expected).toMatchObject({ steps: 9, epochs: 3 });
  expect(expected.curve.map(({ step }) => step)).toEqual([2, 5, 9]);
  for (const at of [2, 4]) {
    const abort = new AbortController();
    const kept = checkpoints();
    await fit(gaussian(), source, {
      ...options,
      signal: abort.signal,
      checkpoint: { every: 99, write: kept.write },
      onProgress: ({ step }) => {
        if (step === at) abort.abort();
      },
    });
    const resumed = gaussian();
    expect(await fit(resumed, source, { ...options, resume: kept.last() })).toEqual(expected);
    expect(weightsOf(resumed)).toEqual(weightsOf(whole));
  }
});

test('an uninitialised model meets the first batch once, and not again after save, load and resume', async () => {
  let times = 0;
  const make = (dims = 2) => {
    const base = gaussian(dims);
    const model: DensityModel<tf.Tensor2D> & DataInitialized<tf.Tensor2D> = Object.assign(base, {
      initialized: false,
      initialize(x: tf.Tensor2D) {
        times++;
        model.initialized = true;
        tf.tidy(() => base.mean.assign(x.mean(0)));
      },
    });
    return model;
  };
  const kept = checkpoints();
  const model = make();
  await fit(model, rows(), {
    rng: rng(1),
    steps: 1,
    checkpoint: { every: 1, write: kept.write },
  });
  await fit(model, rows(), { rng: rng(1), steps: 1 });
  const loaded = load<typeof model>(save(model), { gaussian: ({ dims }) => make(dims) });
  await fit(loaded, rows(), { rng: rng(1), steps: 1 });
  await fit(make(), rows(), { rng: rng(1), steps: 2, resume: kept.last() });
  expect(times).toBe(1);
  expect(model.config).toEqual({ kind: 'gaussian', dims: 2 });
});
