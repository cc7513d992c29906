import { bitsPerDim, type DensityModel, Dequantized, flow, logit, rng, standardNormal } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { DataSet } from './data-set.ts';
import { behind, logitJacobian, preprocessedTrain } from './preprocessing.ts';

const imagesOf = (rows: number[][], facts: Partial<DataSet> = {}): DataSet => {
  const dims = rows[0]?.length ?? 0;
  const images = { data: Uint8Array.from(rows.flat()), shape: [rows.length, dims] };
  const parts = { train: images, test: images };
  return {
    name: 'images',
    title: '',
    kind: 'image',
    dims,
    levels: 256,
    standardisedFigures: false,
    ...parts,
    ...facts,
  };
};

const normal = (dims: number) => standardNormal({ eventShape: [dims] }) as DensityModel;

/** Bernoulli pixels of even odds. */
const coins = (dims: number): DensityModel => ({
  ...normal(dims),
  measure: 'mass',
  logProb: (x) => tf.fill([x.shape[0] as number], -dims * Math.LN2),
});

test('bits a dimension of a density behind a logit are the MAF paper’s formula for its density in logit space', () => {
  // x = (0, 200) and u = (0.5, 0.25) give y = (x + u) / 256. With λ = 1e-6 and p(z) = N(z; 0, I), in float64:
  // z = (-6.2358587, 1.2786859), log p(z) = -22.0983628, and
  // -log p(z) / (2 log 2) - log₂(1 - 2λ) + 8 + ½ Σ_i [log₂ σ(z_i) + log₂(1 - σ(z_i))] = 18.1628395
  const model = flow({ base: normal(2), bijector: logit({ lambda: 1e-6 }) });
  const logProb = model.logProb(tf.tensor2d([[0.5 / 256, 200.25 / 256]]));
  expect(bitsPerDim(logProb, { dims: 2, levels: 256 }).mean).toBeCloseTo(18.1628395, 4);
});

test('less the Jacobian of the logit, a dequantized log-probability is the log-density in logit space', () => {
  // With cells this small the noise moves z = (-log 3, log 3) by less than 1e-4.
  const pixels = { data: Int32Array.of(16384, 49152), shape: [1, 2] };
  const data = { ...imagesOf([[0, 0]]), levels: 65536, lambda: 1e-6, train: pixels, test: pixels };
  const model = behind(normal(2), data);
  const x = tf.tensor2d([[16384, 49152]]);
  const inLogitSpace = model.logProb(x).sub((logitJacobian(model, data) as DensityModel).logProb(x));
  expect(inLogitSpace.dataSync()[0]).toBeCloseTo(-(Math.log(3) ** 2) - Math.log(2 * Math.PI), 3);
});

test('models of discrete data take whole numbers as they come, and have no density in logit space', () => {
  const data = imagesOf([[0, 1, 1]], { levels: 2, lambda: 0.05 });
  const model = coins(3);
  expect(behind(model, data)).toBe(model);
  expect(logitJacobian(model, data)).toBeUndefined();
  expect(behind(normal(3), data)).toBeInstanceOf(Dequantized);
});

test('a model of discrete data is refused where the data is continuous', () => {
  const table = { data: Float32Array.of(0, 1, 1, 3), shape: [2, 2] };
  const { levels: _, ...data } = imagesOf([[0, 0]]);
  expect(() => behind(coins(2), { ...data, kind: 'table', train: table })).toThrow('a base with a density');
});

test('the training set in logit space has λ of the data set, every row of it, and noise within its cells', async () => {
  const rows = 4100;
  const data = imagesOf(
    Array.from({ length: rows }, (_, row) => [row % 2, 1]),
    { levels: 2, lambda: 0.2 },
  );
  const { data: z, shape } = await preprocessedTrain(data, rng('noise'));
  expect(shape).toEqual([rows, 2]);
  // y = (x + u) / 2 is on the side of its pixel's value, so that z has its sign, and within logit(λ) and logit(1 - λ).
  const misplaced = Array.from(z).filter((value, i) => value > 0 !== (i % 2 === 1 || Math.floor(i / 2) % 2 === 1));
  expect(misplaced).toEqual([]);
  expect(Math.max(...z.map(Math.abs))).toBeLessThanOrEqual(Math.log(4) + 1e-5);
  expect(Math.max(...z.map(Math.abs))).toBeGreaterThan(1.3);
});
