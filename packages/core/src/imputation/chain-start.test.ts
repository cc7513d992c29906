import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { chainStart } from './chain-start.ts';

const gapsOf = (rows: number) => tf.tidy(() => tf.tile(tf.tensor2d([[1, 0]]), [rows, 1]).notEqual(0));
const observing = (value: number, rows: number) => tf.tile(tf.tensor2d([[Number.NaN, value]]), [rows, 1]);

/** The element that was missing in each of the rows in which the other is `observed`. */
function startsOf(model: core.DensityModel<tf.Tensor2D>, observed: number, seed: number, rows = 400): number[] {
  const options = { rng: core.rng(seed), particles: 400 };
  const { x } = chainStart(model, observing(observed, rows), gapsOf(rows), options);
  return x.arraySync().map(([first, second]) => {
    expect(second).toBe(Math.fround(observed));
    return first as number;
  });
}

test('starts follow the conditional of a correlated Gaussian of unlike spreads', () => {
  const model = core.fullGaussian({ dims: 2 });
  // x_0 = 3 z_0, x_1 = 0.4 z_0 + 0.3 z_1, so that x_1 has the spread 1/2 and the correlation is 0.8.
  model.parts.factor.assign(
    tf.tensor2d([
      [3, 0],
      [0.4, 0.3],
    ]),
  );
  model.parts.inverseFactor.assign(
    tf.tensor2d([
      [1 / 3, 0],
      [-0.4 / 3 / 0.3, 1 / 0.3],
    ]),
  );
  const [mean, variance] = [0.8 * 3 * (0.4 / 0.5), 9 * (1 - 0.8 ** 2)];
  const starts = startsOf(model, 0.4, 1);
  const n = starts.length;
  const m = starts.reduce((sum, value) => sum + value, 0) / n;
  const v = starts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  expect(Math.abs(m - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
  expect(Math.abs(v / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
});

test('a mode has its share of the starts, however narrow it is', () => {
  const model = core.mixtureOfGaussians({ dims: 2, components: 2, rng: core.rng(0) });
  const { logits, means, logStds } = model.parts as Record<string, tf.Variable>;
  const weights = [0.8, 0.2];
  logits?.assign(tf.tensor1d(weights.map(Math.log)));
  means?.assign(
    tf.tensor2d([
      [-4, -0.5],
      [4, 0.5],
    ]),
  );
  logStds?.assign(
    tf.tensor2d([
      [0, 0],
      [Math.log(0.1), 0],
    ]),
  );
  for (const observed of [0, 1]) {
    const [wide, narrow] = [0.8 * Math.exp(-((observed + 0.5) ** 2) / 2), 0.2 * Math.exp(-((observed - 0.5) ** 2) / 2)];
    const expected = wide / (wide + narrow);
    const starts = startsOf(model, observed, 2);
    const share = starts.filter((value) => value < 0).length / starts.length;
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / starts.length));
  }
});

test('σ is the spread of the samples of each row, and of one particle too there is one', () => {
  const model = core.diagonalNormal({ eventShape: [2], mean: [0, 0] });
  const { spread } = chainStart(model, observing(0.1, 3), gapsOf(3), { rng: core.rng(3), particles: 4000 });
  // Four standard deviations of a spread of 4000 samples.
  for (const value of spread.dataSync()) expect(Math.abs(value - 1)).toBeLessThan(4 / Math.sqrt(2 * 4000));
  const one = chainStart(model, observing(0.1, 3), gapsOf(3), { rng: core.rng(3), particles: 1 });
  for (const value of one.spread.dataSync()) expect(value).toBeGreaterThan(0);
});

test('an element of which all samples are the same has no part in the weights', () => {
  const normal = core.standardNormal({ eventShape: [2] });
  const model: core.DensityModel<tf.Tensor2D> = {
    ...(normal as core.DensityModel<tf.Tensor2D>),
    sample: (count, { rng }) => tf.tidy(() => rng.normal<tf.Rank.R2>([count, 2]).mul<tf.Tensor2D>([1, 0])),
  };
  const { effectiveSampleSize } = chainStart(model, observing(0.7, 2), gapsOf(2), { rng: core.rng(4), particles: 8 });
  for (const size of effectiveSampleSize.dataSync()) expect(size).toBeCloseTo(8, 3);
});

test('what it makes on the way is freed', () => {
  const model = core.fullGaussian({ dims: 2 });
  const [x, missing] = [observing(0.3, 2), gapsOf(2)];
  expectNoLeak(() => {
    const { x: start, spread, effectiveSampleSize } = chainStart(model, x, missing, { rng: core.rng(5), particles: 3 });
    tf.dispose([start, spread, effectiveSampleSize]);
  });
});
