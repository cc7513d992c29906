import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { affine } from '../bijectors/affine.ts';
import type { DensityModel } from '../density-model.ts';
import { diagonalNormal } from '../distributions/diagonal-normal.ts';
import { mixtureOfGaussians } from '../distributions/mixture-of-gaussians.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { ConfigError, ShapeError } from '../errors.ts';
import { flow } from '../flow.ts';
import { rng } from '../rng.ts';
import { stateless } from '../trainable.ts';
import { fitToDensity } from './fit-to-density.ts';
import { gaussian, logDensity, run } from './fixtures/gaussian-target.ts';

test('a density of another shape than a number for each row', async () => {
  const failure = fitToDensity(gaussian(), (x) => x.square().neg() as never, { rng: rng(0), steps: 1, batchSize: 3 });
  await expect(failure).rejects.toThrow(ShapeError);
  await expect(failure).rejects.toThrow(/logDensity.*shape \[3\], got \[3, 2\]/);
});

test('a model without sampleWithLogProb, and one with a bound alone', async () => {
  const base = diagonalNormal({ eventShape: [2] });
  await expect(fitToDensity(base as never, logDensity, { rng: rng(0), steps: 1 })).rejects.toThrow(/as a flow has/);
  const bounded = flow({ base: { ...base, likelihood: 'lower-bound' }, bijector: affine({ eventShape: [2] }) });
  await expect(fitToDensity(bounded as never, logDensity, { rng: rng(0), steps: 1 })).rejects.toThrow(/exact/);
});

test('samples that do not follow a weight which moves the density', async () => {
  const still: DensityModel = diagonalNormal({ eventShape: [2] });
  const sample: DensityModel['sample'] = (count, { rng }) => rng.normal([count, 2]);
  const model = flow({ base: { ...still, sample }, bijector: affine({ eventShape: [2] }) });
  const failure = fitToDensity(model as never, logDensity, { rng: rng(0), steps: 1 });
  await expect(failure).rejects.toThrow(/no sample follows base\.mean.*another base/);
  const mixture = mixtureOfGaussians({ dims: 2, components: 3, rng: rng(0) }) as DensityModel;
  const mixed = flow({ base: mixture, bijector: affine({ eventShape: [2] }) });
  const withoutGradient = fitToDensity(mixed as never, logDensity, { rng: rng(0), steps: 1 });
  await expect(withoutGradient).rejects.toThrow(ConfigError);
  await expect(withoutGradient).rejects.toThrow(/differentiable.*another base/);
});

test('a part that waits for data', async () => {
  const waiting = {
    ...stateless({ kind: 'waiting' }),
    initialized: false,
    initialize: () => {},
    forward: (z: tf.Tensor) => ({ value: z.clone(), logDet: tf.zeros<tf.Rank.R1>([z.shape[0] as number]) }),
    inverse: (x: tf.Tensor) => ({ value: x.clone(), logDet: tf.zeros<tf.Rank.R1>([x.shape[0] as number]) }),
  };
  const model = flow({ base: standardNormal({ eventShape: [2] }), bijector: waiting });
  await expect(fitToDensity(model as never, logDensity, { rng: rng(0), steps: 1 })).rejects.toThrow(
    /bijector takes its first values from data/,
  );
});

test.each<[object, RegExp]>([
  [{ steps: 0 }, /steps/],
  [{ validation: 1 }, /unknown option validation/],
  [{ anneal: { from: 2, steps: 3 } }, /anneal\.from/],
  [{ anneal: { from: 0.1, steps: 0 } }, /anneal\.steps/],
  [{ curveEvery: 0 }, /curveEvery/],
  [{ batchSize: 1.5 }, /batchSize/],
  [{ rng: undefined }, /rng/],
])('options %j', async (options, message) => {
  await expect(run(gaussian(), options)).rejects.toThrow(ConfigError);
  await expect(run(gaussian(), options)).rejects.toThrow(message);
});
