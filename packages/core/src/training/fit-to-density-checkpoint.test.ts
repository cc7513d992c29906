import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from '../kinds.ts';
import { rng } from '../rng.ts';
import { load } from '../saving/load.ts';
import { fit } from './fit.ts';
import type { FitProgress } from './fit-options.ts';
import { checkpoints, weightsOf } from './fixtures/diagonal-gaussian.ts';
import { gaussian, type Options, run, shear } from './fixtures/gaussian-target.ts';

const everything: Options = {
  optimizer: { rate: 0.05, weightDecay: 0.01 },
  schedule: { kind: 'cosine', warmUp: 3 },
  clipNorm: 1,
  averaging: { decay: 0.9 },
  anneal: { from: 0.1, steps: 10 },
  context: { data: rng('context').normals(20), shape: [10, 2] },
  curveEvery: 5,
};

test.each([1, 6])('a run that stops after step %i goes on to the same numbers', async (at) => {
  const recorded = (losses: number[]) => ({ onProgress: ({ loss }: FitProgress) => void losses.push(loss) });
  const whole = { model: gaussian(), losses: [] as number[] };
  const expected = await run(whole.model, { ...everything, ...recorded(whole.losses) });
  const kept = checkpoints();
  const abort = new AbortController();
  const stopped = await run(gaussian(), {
    ...everything,
    signal: abort.signal,
    checkpoint: { every: 100, write: kept.write },
    onProgress: ({ step }) => step === at && abort.abort(),
  });
  expect(stopped).toMatchObject({ steps: at, stopped: 'aborted' });
  const resumed = { model: gaussian(), losses: [] as number[] };
  const result = await run(resumed.model, { ...everything, resume: kept.last(), ...recorded(resumed.losses) });
  expect(resumed.losses).toEqual(whole.losses.slice(at));
  expect(result).toEqual(expected);
  expect(weightsOf(resumed.model)).toEqual(weightsOf(whole.model));
});

test('a checkpoint loads as the flow, and is refused under another anneal and by fit', async () => {
  const kept = checkpoints();
  const model = gaussian();
  await run(model, { steps: 4, checkpoint: { every: 4, write: kept.write } });
  const loaded = load(kept.last(), { ...kinds, shear });
  expect(weightsOf(loaded)).toEqual(weightsOf(model));
  const resume = kept.last();
  await expect(run(gaussian(), { resume, anneal: { from: 0.5, steps: 3 } })).rejects.toThrow(/options\.objective/);
  const data = { data: new Float32Array(64), shape: [32, 2] };
  const options = { rng: rng(1), steps: 12, batchSize: 16, optimizer: { rate: 0.05 }, validateEvery: 100, resume };
  const source = function* () {
    yield { x: tf.tensor2d(data.data, [32, 2]) };
  };
  await expect(fit(gaussian(), source, options)).rejects.toThrow(/options\.objective/);
});
