import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { fullGaussian } from './full-gaussian.ts';

const { describeDensityModel } = laws(core);
const box: [number, number][] = [
  [-8, 8],
  [-8, 8],
];

describeDensityModel(
  'fullGaussian',
  () =>
    fullGaussian.fit([
      [0, 1],
      [1, 1.5],
      [-1, 0.2],
      [0.3, 0.2],
    ]),
  { eventShape: [2], integrates: box, train: false },
);

/** Rows with mean (1, -2) and covariance L Lᵀ, L = [[2, 0], [-3, 0.5]], up to sampling. */
const rows = (count = 4000): number[][] => {
  const normals = rng(1).normals(2 * count);
  return Array.from({ length: count }, (_, i) => {
    const [a, b] = [normals[2 * i] as number, normals[2 * i + 1] as number];
    return [1 + 2 * a, -2 - 3 * a + 0.5 * b];
  });
};

/** log N(x; μ, Σ) with the mean and the covariance of two columns, in float64. */
function gaussianLogDensity(data: readonly number[][]): (x: readonly number[]) => number {
  const n = data.length;
  const mean = [0, 1].map((d) => data.reduce((sum, row) => sum + (row[d] as number), 0) / n) as [number, number];
  const moment = (i: 0 | 1, j: 0 | 1) =>
    data.reduce((sum, row) => sum + ((row[i] as number) - mean[i]) * ((row[j] as number) - mean[j]), 0) / n;
  const [a, b, c] = [moment(0, 0), moment(0, 1), moment(1, 1)];
  const determinant = a * c - b * b;
  return (x) => {
    const [u, v] = [(x[0] as number) - mean[0], (x[1] as number) - mean[1]];
    const square = (c * u * u - 2 * b * u * v + a * v * v) / determinant;
    return -0.5 * square - 0.5 * Math.log(determinant) - Math.log(2 * Math.PI);
  };
}

test('fitted, logProb is the density with the mean and the covariance of the data', () => {
  const data = rows(50);
  const expected = gaussianLogDensity(data)([0.5, 1.5]);
  const logProb = fullGaussian
    .fit(data)
    .logProb(tf.tensor2d([[0.5, 1.5]]))
    .dataSync()[0] as number;
  expect(Math.abs(logProb - expected)).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
});

test('the mean of -logProb over the data is the entropy of the fit, ½ log|2πe Σ|', () => {
  const data = rows();
  const model = fullGaussian.fit(data);
  const [first, , , second] = model.parts.factor.dataSync();
  const entropy = Math.log((first as number) * (second as number)) + 1 + Math.log(2 * Math.PI);
  expect(model.logProb(tf.tensor2d(data)).mean().dataSync()[0]).toBeCloseTo(-entropy, 3);
});

test('samples have the covariance of the data, times the temperature squared', () => {
  const model = fullGaussian.fit(rows());
  const centred = model.sample(20000, { rng: rng(2), temperature: 0.5 }).sub(model.parts.mean) as tf.Tensor2D;
  const [a, b, , c] = tf
    .matMul(centred, centred, true, false)
    .div(20000 * 0.25)
    .dataSync();
  expect((a as number) / 4).toBeCloseTo(1, 1);
  expect((b as number) / -6).toBeCloseTo(1, 1);
  expect((c as number) / 9.25).toBeCloseTo(1, 1);
});

test('the factor of columns far from 0 is that of the same columns near it', () => {
  const shifted = rows(200).map(([a, b]) => [(a as number) + 1e8, b as number]);
  const near = fullGaussian.fit(rows(200)).parts.factor.dataSync();
  const far = fullGaussian.fit(shifted).parts.factor.dataSync();
  for (const [i, entry] of near.entries()) expect(far[i]).toBeCloseTo(entry, 4);
});

test('logProb of columns at 1000 is what float64 makes of them, to the rounding of x itself', () => {
  // Rows that float32 holds exactly: what is left are the roundings of the mean, 3e-5, and of what follows it.
  const data = rows(200).map(([a, b]) => [Math.fround((a as number) + 1000), Math.fround(b as number)]);
  const logProb = fullGaussian.fit(data).logProb(tf.tensor2d(data)).dataSync();
  const expected = gaussianLogDensity(data);
  for (const [i, value] of logProb.entries())
    expect(Math.abs(value - expected(data[i] as number[]))).toBeLessThan(1e-3);
});

test('a column that follows from others is named, and a ridge is a cure', () => {
  const dependent = rows(50).map(([a, b]) => [a as number, b as number, (a as number) - 2 * (b as number) + 1]);
  expect(() => fullGaussian.fit(dependent)).toThrow(DomainError);
  expect(() => fullGaussian.fit(dependent)).toThrow('column 2 is a linear function of the columns before it');
  expect(fullGaussian.fit(dependent, { ridge: 0.1 }).eventShape).toEqual([3]);
});
