import { rng, variablesOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { maskedDense } from './masked-dense.ts';

const layer = () => maskedDense({ from: [1, 2, 3], to: [1, 2, 2], towards: 'hidden', rng: rng(0) });

test('a weight that is masked starts at zero, has no gradient, and is not used', () => {
  const masked = layer();
  const kernel = variablesOf(masked).get('kernel') as tf.Variable;
  const masks = [
    [1, 1, 1],
    [0, 1, 1],
    [0, 0, 0],
  ];
  const isZero = (rows: number[][]) => rows.map((row) => row.map((value) => (value === 0 ? 0 : 1)));
  expect(isZero(kernel.arraySync() as number[][])).toEqual(masks);
  const x = tf.tensor2d([[1, 2, 3]]);
  const { grads } = tf.variableGrads(() => masked.apply(x).sum().asScalar(), [kernel]);
  expect(isZero(grads[kernel.name]?.arraySync() as number[][])).toEqual(masks);
  const before = masked.apply(x).arraySync();
  kernel.assign(kernel.add(tf.tensor2d(masks.map((row) => row.map((bit) => (bit === 1 ? 0 : 7))))));
  expect(masked.apply(x).arraySync()).toEqual(before);
});

test("a unit's weights start within ±1/√n, n the units that it sees", () => {
  const from = Array.from({ length: 100 }, (_, k) => (k < 4 ? 1 : 2));
  const masked = maskedDense({ from, to: [1, 2], towards: 'hidden', rng: rng(0) });
  const columns = tf.transpose(variablesOf(masked).get('kernel') as tf.Tensor2D).arraySync() as number[][];
  const largest = columns.map((column) => Math.max(...column.map(Math.abs)));
  expect(largest[0]).toBeLessThan(0.5);
  expect(largest[0]).toBeGreaterThan(0.2);
  expect(largest[1]).toBeLessThan(0.1);
  expect(largest[1]).toBeGreaterThan(0.09);
});

test('disposing frees the mask too', () => {
  const before = tf.memory().numTensors;
  layer().dispose();
  expect(tf.memory().numTensors).toBe(before);
});
