import { onnxEngine } from '@flows/compile';
import {
  type Config,
  dense,
  fit,
  isotropicGaussianConditional,
  rng,
  stateless,
  trainable,
  variablesOf,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Decoder } from '../networks/decoder.ts';
import type { Encoder } from '../networks/encoder.ts';
import { flowPosterior } from './flow-posterior.ts';
import { type Vae, vae } from './vae.ts';

// Probabilistic PCA (Tipping and Bishop 1999): x = W z + b + σ ε, so that x ~ N(b, W Wᵀ + σ² I), and the posterior is
// N(M⁻¹ Wᵀ (x - b), σ² M⁻¹) with M = Wᵀ W + σ² I: diagonal here, since the columns of W are orthogonal.
const W = [
  [1.2, 0.5],
  [1.2, -0.5],
  [0, 0.7],
];
const b = [0.5, -1, 2];
const σ = 0.6;
const M = [0, 1].map((j) => W.reduce((sum, row) => sum + (row[j] as number) ** 2, 0) + σ ** 2) as [number, number];

/** log N(x; b, W Wᵀ + σ² I), by the determinant and the inverse that orthogonal columns have. */
function trueLogProb(x: number[]): number {
  const d = x.map((value, i) => value - (b[i] as number));
  const square = d.reduce((sum, value) => sum + value ** 2, 0);
  const along = [0, 1].map((j) => d.reduce((sum, value, i) => sum + value * (W[i]?.[j] as number), 0));
  const inSpan = along.reduce((sum, value, j) => sum + value ** 2 / (M[j] as number), 0);
  const logDet = Math.log(M[0] * M[1]) + (3 - 2) * 2 * Math.log(σ);
  return -0.5 * ((square - inSpan) / σ ** 2 + logDet + 3 * Math.log(2 * Math.PI));
}

const encoder: Encoder = { ...stateless({ kind: 'x' } as Config), outputs: 3, apply: (x) => x.clone() as tf.Tensor2D };

function linearDecoder(): Decoder {
  const layer = dense({ inputs: 2, outputs: 3, rng: rng('decoder') });
  return { ...trainable({ kind: 'linear' }, { layer }), inputs: 2, outputs: 3, apply: (z) => layer.apply(z) };
}

const linear = (points = 8): Vae =>
  vae({
    eventShape: [3],
    encoder,
    posterior: flowPosterior({ dims: 2, context: 3, rng: rng('posterior') }),
    decoder: linearDecoder(),
    likelihood: isotropicGaussianConditional({ std: σ, trained: false }),
    points,
  });

const assign = (model: Vae, values: { readonly [end: string]: number[] | number[][] }) => {
  for (const [path, variable] of variablesOf(model)) {
    const [, value] = Object.entries(values).find(([end]) => path.endsWith(end)) ?? [];
    if (value) tf.tidy(() => variable.assign(tf.tensor(value).reshape(variable.shape)));
  }
};

const decoded = {
  'decoder.layer.kernel': [0, 1].map((j) => W.map((row) => row[j] as number)),
  'decoder.layer.bias': b,
};

/** M⁻¹ Wᵀ (x - b), and log σ² M⁻¹ / 2, which a bounded scale reaches by a little more than itself. */
const exact = () => {
  const mean = W.map((row) => row.map((w, j) => w / (M[j] as number)));
  const bias = [0, 1].map((j) => -b.reduce((sum, value, i) => sum + value * (mean[i]?.[j] as number), 0));
  const c = Math.log(1000);
  const a = M.map((m) => Math.log(σ / Math.sqrt(m))).map((log) => log / (1 - Math.abs(log) / c));
  return { 'mean.kernel': mean, 'mean.bias': bias, 'logStd.bias': a, 'logStd.kernel': [0, 0, 0].map(() => [0, 0]) };
};

const x = tf.tensor2d(
  Array.from({ length: 20 }, (_, i) => {
    const [z, ε] = [rng(`z${i}`).normals(2), rng(`e${i}`).normals(3)];
    return W.map(
      (row, k) => (b[k] as number) + σ * (ε[k] as number) + row.reduce((sum, w, j) => sum + w * (z[j] as number), 0),
    );
  }),
);
const truth = x.arraySync().map(trueLogProb);

describe('a linear Gaussian decoder, whose log-density is known', () => {
  const other = linear();
  beforeAll(() => {
    const { 'mean.bias': bias, 'logStd.bias': logStd, ...rest } = exact();
    assign(other, {
      ...decoded,
      ...rest,
      'mean.bias': bias.map((μ) => μ + 0.3),
      'logStd.bias': logStd.map((a) => a + 0.2),
    });
  });

  test('at the exact posterior every weight is p(x): the ELBO is log p(x), whatever the noise', () => {
    const model = linear(1);
    assign(model, { ...decoded, ...exact() });
    expect([...model.logProb(x).dataSync()]).toEqual(truth.map((value) => expect.closeTo(value, 4)));
    const { logProb, standardError } = model.importanceEstimate(x, { rng: rng(0), samples: 2 });
    expect([...logProb.dataSync()]).toEqual(truth.map((value) => expect.closeTo(value, 4)));
    expect(Math.max(...standardError.dataSync())).toBeLessThan(1e-3);
  });

  test('samples have the mean b and the covariance W Wᵀ + σ² I', () => {
    const model = linear(1);
    assign(model, decoded);
    const count = 20000;
    const samples = model.sample(count, { rng: rng('samples') }).arraySync() as number[][];
    const at = (row: number[], i: number) => (row[i] as number) - (b[i] as number);
    const mean = (of: (row: number[]) => number) => samples.reduce((sum, row) => sum + of(row) / count, 0);
    for (const i of [0, 1, 2]) {
      // No variance is above 2.1, and so the error of a mean is below 0.011, and of a covariance below 0.021.
      expect(Math.abs(mean((row) => at(row, i)))).toBeLessThan(0.05);
      for (const j of [0, 1, 2]) {
        const along = [0, 1].reduce((sum, k) => sum + (W[i]?.[k] as number) * (W[j]?.[k] as number), 0);
        const covariance = along + (i === j ? σ ** 2 : 0);
        expect(Math.abs(mean((row) => at(row, i) * at(row, j)) - covariance)).toBeLessThan(0.08);
      }
    }
  });

  test('the ELBO of another posterior is below it, and k samples bring the bound within 0.01 nats', () => {
    const mean = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, value) => sum + value / values.length, 0);
    const bound = (samples: number) => mean(other.estimateLogProb(x, { rng: rng(samples), samples }).dataSync());
    const bounds = [mean(linearElbo(other)), bound(4), bound(64), bound(4096)];
    for (const [i, value] of bounds.slice(1).entries()) expect(value).toBeGreaterThan(bounds[i] as number);
    expect(Math.abs((bounds.at(-1) as number) - mean(truth))).toBeLessThan(0.01);
    expect(bounds[0]).toBeLessThan(mean(truth));
  });

  test('training comes to the exact posterior', async () => {
    const model = linear();
    assign(model, decoded);
    for (const variable of variablesOf(model.parts.decoder).values()) variable.trainable = false;
    await fit(model, x, {
      rng: rng(0),
      steps: 300,
      batchSize: 20,
      optimizer: { rate: 0.1 },
      engine: onnxEngine(),
      schedule: { kind: 'cosine', final: 0 },
    });
    const gap = truth.map((value, i) => value - (model.logProb(x).dataSync()[i] as number));
    expect(Math.max(...gap.map(Math.abs))).toBeLessThan(0.05);
  });
});

/** The ELBO over many points of noise. */
const linearElbo = (model: Vae): Float32Array =>
  vae({ ...model.parts, eventShape: [3], points: 256 })
    .logProb(x)
    .dataSync() as Float32Array;
