import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { sumEvent } from '../bijector.ts';
import { mixtureOfGaussians } from '../distributions/mixture-of-gaussians.ts';
import { rng } from '../rng.ts';
import { metropolis } from './metropolis.ts';

const turn = async () => {};

/** N(0, diag(9, 1, 1)) up to its constant. */
const logDensity = (x: tf.Tensor2D) => tf.tidy(() => sumEvent(x.square().div([9, 1, 1])).mul(-0.5) as tf.Tensor1D);

test('chains of rows come to the density of the elements that move, and leave the others as they are', async () => {
  const rows = 1000;
  const start = tf.tidy(() => tf.zeros<tf.Rank.R2>([rows, 3]).add<tf.Tensor2D>([8, 0.1, -3]));
  const moves = tf.tidy(() => tf.zeros([rows, 3]).add([1, 0, 1]));
  const spread = tf.tensor1d([3, 1, 1]);
  const { x, acceptance } = await metropolis(start, { logDensity, moves, spread, steps: 80, rng: rng(0), turn });
  const columns = (await x.array()) as [number, number, number][];
  for (const [i, variance] of [
    [0, 9],
    [2, 1],
  ] as const) {
    const values = columns.map((row) => row[i]);
    const mean = values.reduce((sum, value) => sum + value, 0) / rows;
    const square = values.reduce((sum, value) => sum + value ** 2, 0) / rows;
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / rows));
    expect(Math.abs(square / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / rows));
  }
  expect(new Set(columns.map((row) => row[1]))).toEqual(new Set([Math.fround(0.1)]));
  for (const share of acceptance.dataSync()) expect(share > 0 && share < 1).toBe(true);
});

test('chains that start from p are of p after any number of steps, modes of unlike widths among it', async () => {
  const model = mixtureOfGaussians({ dims: 1, components: 2, rng: rng(0) });
  const weights = [0.8, 0.2];
  const { logits, means, logStds } = model.parts as Record<string, tf.Variable>;
  logits?.assign(tf.tensor1d(weights.map(Math.log)));
  means?.assign(tf.tensor2d([[-4], [4]]));
  logStds?.assign(tf.tensor2d([[0], [Math.log(0.25)]]));
  const rows = 500;
  const start = model.sample(rows, { rng: rng(1) });
  const options = { logDensity: model.logProb, moves: tf.ones([rows, 1]), spread: tf.tensor1d([3.3]), turn };
  for (const steps of [1, 50, 400]) {
    const { x } = await metropolis(start, { ...options, steps, rng: rng(2) });
    const share = x.dataSync().filter((value) => value < 0).length / rows;
    expect(Math.abs(share - 0.8)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / rows));
  }
});

test('acceptance is the share of all steps in which a row moved', async () => {
  const start = tf.zeros<tf.Rank.R2>([3, 1]);
  const logDensity = (x: tf.Tensor2D) =>
    tf.tidy(() => tf.where(x.abs().less(0.5), tf.zerosLike(x), -Infinity).reshape([-1]) as tf.Tensor1D);
  const moved = [0, 0, 0];
  let before = [0, 0, 0];
  for (let steps = 1; steps <= 12; steps++) {
    const options = { logDensity, moves: tf.ones([3, 1]), spread: tf.tensor1d([1]), steps, rng: rng(4), turn };
    const { x, acceptance } = await metropolis(start, options);
    const now = Array.from(x.dataSync());
    for (const [row, value] of now.entries()) if (value !== before[row]) moved[row] = (moved[row] as number) + 1;
    before = now;
    expectClose(
      acceptance,
      moved.map((count) => count / steps),
      { tolerance: 1e-6 },
    );
  }
});

test('scales reach from a spread that is far too large to one that is too small', async () => {
  const rows = 400;
  for (const wrong of [8, 0.2]) {
    const start = tf.fill([rows, 1], 1) as tf.Tensor2D;
    const density = (x: tf.Tensor2D) => tf.tidy(() => sumEvent(x.square()).mul(-0.5) as tf.Tensor1D);
    const options = { logDensity: density, moves: tf.ones([rows, 1]), spread: tf.tensor1d([wrong]) };
    const { x } = await metropolis(start, { ...options, steps: 100, rng: rng(5), turn });
    const values = Array.from(x.dataSync());
    const mean = values.reduce((sum, value) => sum + value, 0) / rows;
    const square = values.reduce((sum, value) => sum + value ** 2, 0) / rows;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(rows));
    expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / rows));
  }
});

test('a proposal without a density is not accepted', async () => {
  const start = tf.ones<tf.Rank.R2>([50, 1]);
  const positive = (x: tf.Tensor2D) => tf.tidy(() => x.log().add(x.neg()).reshape([-1]) as tf.Tensor1D); // NaN below 0
  const options = {
    logDensity: positive,
    moves: tf.ones([50, 1]),
    spread: tf.tensor1d([3]),
    steps: 50,
    rng: rng(2),
    turn,
  };
  const { x } = await metropolis(start, options);
  for (const value of x.dataSync()) expect(value).toBeGreaterThan(0);
});

test('the result is all that it leaves', async () => {
  const [start, moves, spread] = [tf.zeros<tf.Rank.R2>([4, 3]), tf.ones([4, 3]), tf.ones([3])];
  await expectNoLeak(async () => {
    tf.dispose(await metropolis(start, { logDensity, moves, spread, steps: 5, rng: rng(3), turn }));
  });
});
