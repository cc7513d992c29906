import { kinds as autoregressiveKinds } from '@flows/autoregressive';
import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { type NumericArray, rng } from '@flows/core';
import { expectClose, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { soundKinds } from './kinds.ts';
import { levelHistogram } from './level-histogram.ts';
import { linearPredictor } from './linear-predictor.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds: { ...autoregressiveKinds, ...soundKinds } });

const rowsOf = (...rows: number[][]): NumericArray => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, rows[0]?.length ?? 0],
});
const small = rowsOf([0, 1, 1, 2, 3, 2], [2, 1, 0, 1, NaN, NaN], [3, 3, 2, 1, 1, 0]);
const logProbOf = (model: core.DensityModel, ...rows: number[][]) =>
  tf.tidy(() => model.logProb(tf.tensor2d(rows)).dataSync());

describeDensityModel('a histogram of levels', () => levelHistogram(small, { levels: 4 }), {
  eventShape: [6],
  support: integers(4),
});
describeDensityModel('a linear predictor', () => linearPredictor(small, { levels: 4, order: 2 }), {
  eventShape: [6],
  support: integers(4),
});

test('the histogram counts the levels that are there, and one more of each', () => {
  // Of 16 samples 3 are of level 0; NaN is none.
  const model = levelHistogram(small, { levels: 4 });
  const [all, beginning] = logProbOf(model, [0, 0, 0, 0, 0, 0], [0, NaN, NaN, NaN, NaN, NaN]);
  expect(beginning).toBeCloseTo(Math.log((3 + 1) / (16 + 4)), 5);
  expect(all).toBeCloseTo(6 * Math.log(4 / 20), 5);
});

/** Sounds y_t = 1.6 y_{t-1} - 0.8 y_{t-2} + 0.02 ε of 256 levels. */
function resonance(rows: number, length: number): NumericArray {
  const random = rng('resonance');
  const data = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    let [last, before] = [0, 0];
    for (const [t, ε] of random.normals(length).entries()) {
      [last, before] = [1.6 * last - 0.8 * before + 0.02 * ε, last];
      data[row * length + t] = Math.round(((last + 1) * 255) / 2);
    }
  }
  return { data, shape: [rows, length] };
}

test('the predictor finds the line and the noise of an autoregressive process', () => {
  const sounds = resonance(40, 500);
  const model = linearPredictor(sounds, { levels: 256, order: 4 });
  const { bias, weights } = model.parts.network.parts as { bias: tf.Variable; weights: tf.Variable };
  const found = weights.dataSync().filter((_, i) => i % 2 === 0);
  for (const [i, weight] of [0, 0, -0.8, 1.6].entries())
    expect(Math.abs((found[i] as number) - weight)).toBeLessThan(0.1);
  expect(Math.exp(bias.dataSync()[1] as number)).toBeCloseTo(0.02, 2);
  // The entropy of the noise, in levels of 2 / 255: log(σ √(2πe)), σ = 0.02 · 127.5.
  const x = tf.tensor2d(sounds.data as Float32Array, [40, 500]);
  const nats = -(model.logProb(x).mean().dataSync()[0] as number) / 500;
  expect(Math.abs(nats - Math.log(0.02 * 127.5 * Math.sqrt(2 * Math.PI * Math.E)))).toBeLessThan(0.06);
});

test('the masses of 256 levels have the sum 1, of narrow and of wide Gaussians, inside and far outside', () => {
  const model = linearPredictor(resonance(4, 200), { levels: 256, order: 0 });
  const levels = Array.from({ length: 256 }, (_, level) => [level, ...Array.from({ length: 199 }, () => NaN)]);
  for (const [mean, scale] of [
    [0, 0.02],
    [0.3, 1e-3],
    [0.9, 0.5],
    [0, 30],
    [-1.5, 0.1],
    [2, 0.004],
  ] as const) {
    (model.parts.network.parts as { bias: tf.Variable }).bias.assign(tf.tensor1d([mean, Math.log(scale)]));
    const logP = Array.from(logProbOf(model, ...levels));
    expect(logP.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 4);
    expect(logP.every((value) => value <= 1e-6 && !Number.isNaN(value))).toBe(true);
  }
});

test('in the tails log P is that of the cell, where its mass is nothing in float32', () => {
  const model = linearPredictor(small, { levels: 4, order: 0 });
  (model.parts.network.parts as { bias: tf.Variable }).bias.assign(tf.tensor1d([-1, Math.log(0.05)]));
  // Cells end at -2/3, 0 and 2/3: 6.667, 20 and 33.333 standard deviations above -1. log Q(6.6667), log Q(20), log Q(33.333).
  const rest = [NaN, NaN, NaN, NaN, NaN];
  expectClose(
    tf.tensor1d(Array.from(logProbOf(model, [1, ...rest], [2, ...rest], [3, ...rest]))),
    [-25.0614, -203.9172, -559.9829],
    { tolerance: 3e-3 },
  );
});

test('fewer samples than weights are refused', () => {
  expect(() => linearPredictor(rowsOf([1, 2, 3]), { levels: 4 })).toThrow('expected more than 33 samples, got 3');
});
