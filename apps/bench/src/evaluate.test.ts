import { DataError, type DensityModel, diagonalNormal } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DataSet } from './data-set.ts';
import { measure } from './evaluate.ts';
import { behind } from './preprocessing.ts';
import { runners } from './runners.ts';

const pixels = { data: Uint8Array.of(0, 1, 1, 0, 1, 1, 0, 0, 1), shape: [3, 3] };
const data: DataSet = {
  name: 'pixels',
  title: '',
  kind: 'image',
  dims: 3,
  levels: 2,
  lambda: 0.05,
  train: pixels,
  test: pixels,
  standardisedFigures: false,
};

/** Pixels that are ink with the probability p, each for itself. */
const bernoulli = (p: number): DensityModel => ({
  ...(diagonalNormal({ eventShape: [3] }) as DensityModel),
  measure: 'mass',
  logProb: (x) =>
    tf.tidy(
      () =>
        x
          .mul(Math.log(p))
          .add(tf.sub(1, x).mul(Math.log(1 - p)))
          .sum(1) as tf.Tensor1D,
    ),
});

const measured = async (model: DensityModel, data: DataSet) =>
  (await measure((await runners.eager()).running(model), model, data)).metrics;

test('a model of discrete data is measured in nats and in bits, and in no other space', async () => {
  // The rows have 2, 2 and 1 pixels of ink of 3.
  const nll = -(5 * Math.log(0.75) + 4 * Math.log(0.25)) / 3;
  const metrics = await measured(bernoulli(0.75), data);
  expect(metrics.testNll).toBeCloseTo(nll, 5);
  expect(metrics.bitsPerDim).toBeCloseTo(nll / (3 * Math.LN2), 5);
  expect(metrics.bitsPerDimStderr).toBeCloseTo(metrics.testNllStderr / (3 * Math.LN2), 6);
  expect(metrics).not.toHaveProperty('logitNll');
});

test('log p of each row stands beside, in the order of the rows', async () => {
  const model = bernoulli(0.75);
  const { logProb } = await measure((await runners.eager()).running(model), model, data);
  const [blank, ink] = [Math.log(0.25), Math.log(0.75)];
  expect([...logProb]).toEqual([blank + 2 * ink, blank + 2 * ink, 2 * blank + ink].map((p) => expect.closeTo(p, 5)));
});

test('a continuous model of images is measured in logit space too, and its bits follow from that by a formula', async () => {
  const model = behind(diagonalNormal({ eventShape: [3] }) as DensityModel, data);
  const { testNll, logitNll, bitsPerDim } = await measured(model, data);
  // log₂ y + log₂(1 - y), y = λ + (1 - 2λ)(x + u) / 2, has the mean over u of its integral from λ to ½, whichever x.
  const λ = 0.05;
  const antiderivative = (y: number) => y * Math.log(y) - (1 - y) * Math.log(1 - y) - 2 * y;
  const logs = (antiderivative(0.5) - antiderivative(λ)) / (0.5 - λ) / Math.LN2;
  const formula = (logitNll as number) / (3 * Math.LN2) - Math.log2(1 - 2 * λ) + 1 + logs;
  expect(bitsPerDim).toBeCloseTo(formula, 1);
  expect(testNll).toBeCloseTo(3 * Math.LN2 * (bitsPerDim as number), 6);
});

test('the shift of the validation set brings its NLL into logit space', async () => {
  const model = behind(diagonalNormal({ eventShape: [3] }) as DensityModel, data);
  const { testNll, logitNll, validationLogitShift } = await measured(model, { ...data, validation: pixels });
  expect(testNll + (validationLogitShift as number)).toBeCloseTo(logitNll as number, 6);
  expect(validationLogitShift).toBeGreaterThan(1);
});

test('a single row to test on is refused', async () => {
  const one = { data: Uint8Array.of(0, 1, 1), shape: [1, 3] };
  await expect(measured(bernoulli(0.5), { ...data, test: one })).rejects.toThrow(DataError);
});

/** Samples that are 0 or 1 with the probability ½ where they are; told a class they are 1 with certainty, of the class 1. */
const coins: DensityModel = {
  ...(diagonalNormal({ eventShape: [3] }) as DensityModel),
  measure: 'mass',
  logProb: (x, { context } = {}) =>
    tf.tidy(() => {
      const there = x.equal(x).toFloat();
      const perSample = context ? context.argMax(1).expandDims(1).sub(1).mul(Math.LN2) : tf.scalar(-Math.LN2);
      return there.mul(perSample).sum(1) as tf.Tensor1D;
    }),
};

const recordings = { data: Float32Array.of(0, 1, 1, 0, NaN, NaN), shape: [2, 3] };
const sounds: DataSet = { ...data, kind: 'sound', sound: { sampleRate: 8000, silence: 0 }, test: recordings };

test('of sounds bits are those of the samples that are there', async () => {
  const { testNll, bitsPerDim, bitsPerDimStderr } = await measured(coins, sounds);
  expect(testNll).toBeCloseTo(2 * Math.LN2, 5);
  expect([bitsPerDim, bitsPerDimStderr]).toEqual([expect.closeTo(1, 5), expect.closeTo(0, 5)]);
});

test('a model that is told the class is measured with that of each row', async () => {
  const contexts = { train: recordings, test: { data: Float32Array.of(1, 0, 0, 1), shape: [2, 2] } };
  const { bitsPerDim } = await measured(coins, { ...sounds, contexts });
  // The first recording of class 0, three samples of one bit; the second of class 1, of none.
  expect(bitsPerDim).toBeCloseTo(3 / 4, 5);
});
