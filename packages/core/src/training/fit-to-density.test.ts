import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import type { FitProgress } from './fit-options.ts';
import { fitToDensity } from './fit-to-density.ts';
import { weightsOf } from './fixtures/diagonal-gaussian.ts';
import {
  covariance,
  gaussian,
  logDensity,
  logNormalizer,
  mean,
  type Options,
  run,
} from './fixtures/gaussian-target.ts';
import type { LogDensity } from './reverse-kl.ts';

test('a Gaussian flow reaches the mean and the covariance of a Gaussian, and -ln Z', async () => {
  const model = gaussian();
  const result = await run(model, { steps: 500, batchSize: 32, schedule: { kind: 'cosine' } });
  const x = model.sample(20_000, { rng: rng(2) });
  const centre = x.mean<tf.Tensor1D>(0);
  const centred = x.sub<tf.Tensor2D>(centre);
  const spread = centred.matMul<tf.Tensor2D>(centred, true).div(20_000).arraySync() as number[][];
  for (const i of [0, 1]) {
    expect(centre.arraySync()[i]).toBeCloseTo(mean[i] as number, 1);
    for (const j of [0, 1]) expect(Math.abs((spread[i]?.[j] ?? 0) - (covariance[i]?.[j] ?? 0))).toBeLessThan(0.05);
  }
  expect(result.curve.map(({ step }) => step)).toEqual([100, 200, 300, 400, 500]);
  // Where q is p, log q(x) - log p̃(x) is -ln Z at every x.
  expect(result.curve.at(-1)?.train).toBeCloseTo(-logNormalizer, 2);
  expect(result).toMatchObject({ steps: 500, stopped: 'finished', skipped: 0 });
});

test('the same seed gives the same weights, another seed others', async () => {
  const train = async (seed: number) => {
    const model = gaussian();
    await run(model, { rng: rng(seed) });
    return weightsOf(model);
  };
  const first = await train(1);
  expect(await train(1)).toEqual(first);
  expect(await train(2)).not.toEqual(first);
});

test('anneal takes β_t = min(1, β_0 + t / T) of log p̃', async () => {
  const losses = async (options: Options) => {
    const seen: number[] = [];
    const still = { steps: 5, optimizer: { rate: 0 }, onProgress: ({ loss }: FitProgress) => void seen.push(loss) };
    await run(gaussian(), { ...still, ...options });
    return seen;
  };
  const whole = await losses({});
  const none = await losses({ anneal: { from: 0, steps: 1e9 } });
  const annealed = await losses({ anneal: { from: 0.25, steps: 4 } });
  for (const [t, beta] of [0.25, 0.5, 0.75, 1, 1].entries()) {
    const [full, entropy] = [whole[t] as number, none[t] as number];
    expect(annealed[t]).toBeCloseTo(entropy + beta * (full - entropy), 4);
  }
});

test('the flow and the density see the same rows of a context, all of them in turn', async () => {
  const contexts = new Set<number>();
  const target: LogDensity<tf.Tensor2D> = (x, { context }) => {
    for (const value of (context as tf.Tensor).dataSync()) contexts.add(value);
    return logDensity(x.sub(context as tf.Tensor) as tf.Tensor2D, {});
  };
  const train = async (density: LogDensity<tf.Tensor2D>, options: Options) => {
    const losses: number[] = [];
    const onProgress = ({ loss }: FitProgress) => void losses.push(loss);
    await fitToDensity(gaussian(), density, { rng: rng(1), steps: 30, batchSize: 16, onProgress, ...options });
    return losses;
  };
  const context = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] };
  const given = await train(target, { context });
  expect([...contexts].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  const plain = await train(logDensity, {});
  expect(plain).toHaveLength(30);
  for (const [i, loss] of plain.entries()) expect(given[i]).toBeCloseTo(loss, 2);
});

test('no step leaves a tensor behind, nor does a training that throws', async () => {
  const model = gaussian();
  const context = tf.tensor2d([[0, 1]]);
  await expectNoLeak(() => run(model, { context, anneal: { from: 0.1, steps: 3 } }));
  const onProgress = () => {
    throw new Error('own');
  };
  await expectNoLeak(async () => await expect(run(model, { onProgress })).rejects.toThrow('own'));
  expect(context.isDisposed).toBe(false);
});

test('a density that is not finite leaves the weights, and the training ends as diverged', async () => {
  const model = gaussian();
  const before = weightsOf(model);
  const failure = fitToDensity(model, (x) => logDensity(x, {}).mul(Number.NaN) as tf.Tensor1D, {
    rng: rng(0),
    steps: 50,
  });
  await expect(failure).rejects.toMatchObject({ code: 'diverged' });
  expect(weightsOf(model)).toEqual(before);
});
