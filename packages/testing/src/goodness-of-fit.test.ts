import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectClose } from './close.ts';
import { goodnessOfFit } from './goodness-of-fit.ts';
import { integralOf, massesOf } from './integral.ts';
import { gridPartition, outcomePartition } from './partition.ts';
import { toyLibrary } from './toy-library.ts';

const { rng } = toyLibrary({});
const partitions = {
  1: gridPartition([[-8, 8]], 2000),
  2: gridPartition(
    [
      [-8, 8],
      [-8, 8],
    ],
    80,
  ),
} as const;

const normalLogProb = (x: tf.Tensor2D): tf.Tensor1D =>
  x
    .square()
    .add(Math.log(2 * Math.PI))
    .sum(1)
    .mul(-0.5) as tf.Tensor1D;

const samples = (seed: number, dims: number, change = (x: number) => x) =>
  rng(seed)
    .normals(2000 * dims)
    .map(change);

test.each([1, 2] as const)('the masses of a normal density in %d dimensions add up to 1', async (dims) => {
  expectClose(integralOf(await massesOf(partitions[dims], normalLogProb)), 1, { tolerance: 1e-5 });
});

test.each([1, 2] as const)('p-values of right samples in %d dimensions are spread evenly over (0, 1)', async (dims) => {
  const masses = await massesOf(partitions[dims], normalLogProb);
  const values = Array.from({ length: 100 }, (_, seed) => goodnessOfFit(samples(seed, dims), masses, partitions[dims]));
  for (const level of [0.1, 0.5, 0.9]) {
    const below = values.filter((value) => value < level).length / values.length;
    expect(Math.abs(below - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / values.length));
  }
});

test.each([
  ['spread too far', (x: number) => 1.12 * x],
  ['spread too little', (x: number) => 0.88 * x],
  ['shifted', (x: number) => x + 0.2],
  ['of a heavier tail', (x: number) => x * (1 + 0.1 * x * x)],
  ['all the same', () => 0.3],
])('samples %s are rejected at level 1e-4', async (_, change) => {
  for (const dims of [1, 2] as const) {
    const masses = await massesOf(partitions[dims], normalLogProb);
    expect(goodnessOfFit(samples(7, dims, change), masses, partitions[dims])).toBeLessThan(1e-4);
  }
});

test('outcomes of wrong probabilities are rejected, and of right ones are not', () => {
  const partition = outcomePartition([0, 1], 1);
  const coin = rng(1)
    .uniforms(2000)
    .map((u) => (u < 0.3 ? 1 : 0));
  expect(goodnessOfFit(coin, Float64Array.of(0.7, 0.3), partition)).toBeGreaterThan(1e-4);
  expect(goodnessOfFit(coin, Float64Array.of(0.64, 0.36), partition)).toBeLessThan(1e-4);
});
