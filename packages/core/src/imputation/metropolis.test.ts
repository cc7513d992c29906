import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { sumEvent } from '../bijector.ts';
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
  const share = acceptance.mean().dataSync()[0] as number;
  expect(Math.abs(share - 0.337)).toBeLessThan(0.08); // α* of two elements
});

test('a step that is far too large or too small is adapted', async () => {
  const shares = [50, 0.02].map(async (wrong) => {
    const [start, moves, spread] = [
      tf.zeros<tf.Rank.R2>([100, 3]),
      tf.ones([100, 3]),
      tf.tensor1d([wrong, wrong, wrong]),
    ];
    const { acceptance } = await metropolis(start, { logDensity, moves, spread, steps: 400, rng: rng(1), turn });
    return acceptance.mean().dataSync()[0] as number;
  });
  for (const share of await Promise.all(shares)) expect(Math.abs(share - 0.303)).toBeLessThan(0.1); // α* of three
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
