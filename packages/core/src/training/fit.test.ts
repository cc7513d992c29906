import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DensityModel } from '../density-model.ts';
import { type Rng, rng } from '../rng.ts';
import { type Batch, trainable } from '../trainable.ts';
import { fit } from './fit.ts';
import type { FitOptions, FitProgress } from './fit-options.ts';
import { checkpoints, gaussian, rows, weightsOf } from './fixtures/diagonal-gaussian.ts';

const everything: Partial<FitOptions<tf.Tensor2D>> = {
  batchSize: 32,
  optimizer: { rate: 0.05, weightDecay: 0.01 },
  schedule: { kind: 'cosine', warmUp: 3, final: 0.1 },
  clipNorm: 1,
  averaging: { decay: 0.9 },
};

test('fit finds the maximum of the likelihood', async () => {
  const model = gaussian();
  const { data } = rows();
  const result = await fit(model, rows(), { rng: rng(1), epochs: 60, batchSize: 50, optimizer: { rate: 0.05 } });
  const column = (j: number) => [...data].filter((_, i) => i % 2 === j);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  expect(model.mean.dataSync()[0]).toBeCloseTo(mean(column(0)), 1);
  expect(model.mean.dataSync()[1]).toBeCloseTo(mean(column(1)), 1);
  expect(result).toMatchObject({ steps: 240, epochs: 60, stopped: 'finished', skipped: 0, rollbacks: 0 });
  expect(result.curve).toHaveLength(60);
});

test('the same seed gives the same weights, another seed others', async () => {
  const train = async (seed: number) => {
    const model = gaussian();
    await fit(model, rows(), { rng: rng(seed), steps: 10, ...everything });
    return weightsOf(model);
  };
  const first = await train(1);
  expect(await train(1)).toEqual(first);
  expect(await train(2)).not.toEqual(first);
});

test('no step leaves a tensor behind', async () => {
  const model = gaussian();
  const counts: number[] = [];
  const before = tf.memory().numTensors;
  const onProgress = () => void counts.push(tf.memory().numTensors);
  await fit(model, rows(), {
    rng: rng(1),
    steps: 20,
    validation: rows(50, 3),
    validateEvery: 5,
    onProgress,
    ...everything,
  });
  expect(new Set(counts).size).toBe(1);
  expect(tf.memory().numTensors).toBe(before);
});

test('the best weights and their state come back at the end, and patience stops early', async () => {
  const model = gaussian();
  const far = { data: rows(50, 3).data.map((value) => value - 3), shape: [50, 2] };
  const values: Record<number, unknown> = {};
  const result = await fit(model, rows(), {
    rng: rng(1),
    steps: 500,
    batchSize: 100,
    validation: far,
    validateEvery: 1,
    patience: 3,
    optimizer: { rate: 0.1 },
    onProgress: ({ step }) => {
      values[step] = weightsOf(model);
    },
  });
  expect(result.stopped).toBe('early');
  expect(result.steps).toBe((result.best?.step ?? Number.NaN) + 3);
  expect(weightsOf(model)).toEqual(values[result.best?.step as number]);
  const nll = -(model
    .logProb(tf.tensor2d(far.data, [50, 2]))
    .mean()
    .dataSync()[0] as number);
  expect(result.best?.validation).toBeCloseTo(nll, 5);
  expect(result.curve.find(({ step }) => step === result.best?.step)?.validation).toBe(result.best?.validation);
});

test('an aborted run stops after the step, writes a checkpoint and says so', async () => {
  const abort = new AbortController();
  const kept = checkpoints();
  const result = await fit(gaussian(), rows(), {
    rng: rng(1),
    epochs: 5,
    signal: abort.signal,
    checkpoint: { every: 1000, write: kept.write },
    onProgress: ({ step }) => {
      if (step === 2) abort.abort();
    },
  });
  expect(result).toMatchObject({ steps: 2, stopped: 'aborted' });
  expect(kept.written).toHaveLength(1);
});

test('a step that is not finite changes nothing and is reported', async () => {
  const model = gaussian();
  let calls = 0;
  model.fail = () => calls++ === 1;
  const seen: [boolean, unknown][] = [];
  const onProgress = ({ skipped }: FitProgress) => void seen.push([skipped, weightsOf(model)]);
  const result = await fit(model, rows(), { rng: rng(1), steps: 3, onProgress });
  expect(seen.map(([skipped]) => skipped)).toEqual([false, true, false]);
  expect(seen[1]?.[1]).toEqual(seen[0]?.[1]);
  expect(result).toMatchObject({ skipped: 1, rollbacks: 0 });
});

test('a training that stays not finite ends with the name of the part that broke, and finite weights', async () => {
  const model = gaussian();
  const inner = { ...trainable({ kind: 'inner' }, {}), apply: (x: tf.Tensor) => x.sub(1e9).log() };
  const broken: DensityModel<tf.Tensor2D> = {
    ...model,
    ...trainable({ kind: 'outer' }, { model, inner }),
    objective: undefined,
    logProb: (x) => model.logProb(x.add(inner.apply(x)) as tf.Tensor2D),
  };
  const failure = fit(broken, rows(), { rng: rng(1), steps: 50 });
  await expect(failure).rejects.toMatchObject({ code: 'diverged' });
  await expect(failure).rejects.toThrow(/step 8 .* inner\.apply.*lower rate/);
  for (const values of Object.values(weightsOf(model))) expect(values.every(Number.isFinite)).toBe(true);
});

test('batches of a function are disposed of, also where there are more than steps', async () => {
  const source = function* (_: number, random: Rng) {
    for (;;) yield { x: random.normal<tf.Rank.R2>([16, 2]) };
  };
  const model = gaussian();
  const before = tf.memory().numTensors;
  const result = await fit(model, source, { rng: rng(1), steps: 7 });
  expect(result).toMatchObject({ steps: 7, epochs: 0, stopped: 'finished' });
  expect(tf.memory().numTensors).toBe(before);
});

test('recalibrate hands over the whole training set', async () => {
  let rowsSeen = 0;
  const model = Object.assign(gaussian(), {
    recalibrate: (batches: readonly Batch[]) => {
      rowsSeen = batches.reduce((sum, { x }) => sum + (x.shape[0] ?? 0), 0);
    },
  });
  await fit(model, rows(), { rng: rng(1), steps: 1, batchSize: 64, recalibrate: true });
  expect(rowsSeen).toBe(200);
});

test('timers run while fit trains', async () => {
  let ticks = 0;
  const timer = setInterval(() => void ticks++, 1);
  await fit(gaussian(), rows(), { rng: rng(1), steps: 300, batchSize: 200 });
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(0);
});
