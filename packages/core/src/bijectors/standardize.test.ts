import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError, DataError } from '../errors.ts';
import * as core from '../index.ts';
import { standardize } from './standardize.ts';

const { describeBijector } = laws(core);

describeBijector('standardize', () => standardize({ mean: [1, 2, 3], scale: [1, 2, 0.5] }), { eventShape: [3] });

const rows = [
  [1, 1e6 + 1],
  [3, 1e6 + 2],
  [8, 1e6 + 6],
];

test('fitted, it brings its data to mean 0 and standard deviation 1 in every column', () => {
  const z = standardize.fit(rows).inverse(tf.tensor2d(rows)).value;
  const { mean, variance } = tf.moments(z, 0);
  for (const number of mean.dataSync()) expect(number).toBeCloseTo(0, 5);
  for (const number of variance.dataSync()) expect(number).toBeCloseTo(1, 5);
});

test('its log-determinant is Σ log σ, and the mean does not cancel in it', () => {
  const f = standardize.fit(rows);
  const deviation = (column: number[]) => {
    const mean = column.reduce((a, b) => a + b) / column.length;
    return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
  };
  const expected = Math.log(deviation([1, 3, 8])) + Math.log(deviation([1, 2, 6]));
  const z = tf.zeros([1, 2]);
  expect(f.forward(z).logDet.dataSync()[0]).toBeCloseTo(expected, 5);
  expect(f.inverse(f.forward(z).value).logDet.dataSync()[0]).toBeCloseTo(-expected, 5);
});

test('it is fitted alike to rows, to an array with its shape, and to a tensor of any event shape', () => {
  const data = Float32Array.from([0, 1, 5, 3, 2, 4, 1, 9]);
  const fromRows = standardize.fit([data.subarray(0, 4), data.subarray(4)]).config;
  expect(standardize.fit({ data, shape: [2, 4] }).config).toEqual(fromRows);
  expect(standardize.fit(tf.tensor3d(data, [2, 2, 2])).config).toEqual({ ...fromRows, eventShape: [2, 2] });
});

test('a constant column is named, with the cure', () => {
  const constant = () =>
    standardize.fit([
      [1, 0.1],
      [2, 0.1],
      [3, 0.1],
    ]);
  expect(constant).toThrow(ConfigError);
  expect(constant).toThrow('column 1 is constant (0.1) and has no density: leave it out, or add noise');
});

test('ragged rows, numbers that are not finite, and a single row are named', () => {
  expect(() => standardize.fit([[1, 2], [3]])).toThrow('expected rows of 2 numbers, got 1 in row 1');
  expect(() =>
    standardize.fit([
      [1, 2],
      [3, Number.NaN],
    ]),
  ).toThrow('got NaN in row 1, column 1');
  expect(() => standardize.fit([[1, 2]])).toThrow(DataError);
});

test('a scale of 0 and lists of different lengths are refused', () => {
  expect(() => standardize({ mean: [0, 0], scale: [1, 0] })).toThrow('scale above 0, got 0 for column 1');
  expect(() => standardize({ mean: [0, 0], scale: [1] })).toThrow(ConfigError);
});
