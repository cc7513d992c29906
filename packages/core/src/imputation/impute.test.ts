import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { reversePermutation } from '../bijectors/permute.ts';
import * as core from '../index.ts';
import { impute } from './impute.ts';

/** An element that is missing. */
const gap = Number.NaN;

/** N(μ, L Lᵀ) of three elements, and the precision Λ = L⁻ᵀ L⁻¹. */
const mean = [1, -2, 0.5];
const factor = [
  [1, 0, 0],
  [0.8, 0.6, 0],
  [-0.5, 1, 0.7],
];
const inverseFactor = [
  [1, 0, 0],
  [-0.8 / 0.6, 1 / 0.6, 0],
  [(0.5 + 0.8 / 0.6) / 0.7, -1 / 0.6 / 0.7, 1 / 0.7],
];
const gaussian = () => {
  const model = core.fullGaussian({ dims: 3 });
  tf.tidy(() => {
    model.parts.mean.assign(tf.tensor1d(mean));
    model.parts.factor.assign(tf.tensor2d(factor));
    model.parts.inverseFactor.assign(tf.tensor2d(inverseFactor));
  });
  return model;
};
const precision = (i: number, j: number) =>
  inverseFactor.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0);

const repeated = (row: number[], rows: number) => tf.tensor2d(Array.from({ length: rows }, () => row));
const columnOf = (x: tf.Tensor2D, i: number) => x.arraySync().map((row) => row[i] as number);

/** Requires the mean and the variance of independent normal values within 4 standard errors. */
function expectNormal(values: readonly number[], mean: number, variance: number): void {
  const n = values.length;
  const m = values.reduce((sum, value) => sum + value, 0) / n;
  const v = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  expect(Math.abs(m - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
  expect(Math.abs(v / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
}

test('a chain comes to the conditional of a correlated Gaussian, in closed form', async () => {
  const observed = [gap, -1.2, -0.4];
  const { x, method, rows } = await impute(gaussian(), repeated(observed, 1000), { rng: core.rng(0), particles: 16 });
  expect(method).toBe('chain');
  // x_0 | x_1, x_2: variance 1 / Λ_00, mean μ_0 - Σ_j Λ_0j (x_j - μ_j) / Λ_00
  const shift = [1, 2].reduce((sum, j) => sum + precision(0, j) * ((observed[j] as number) - (mean[j] as number)), 0);
  expectNormal(columnOf(x, 0), (mean[0] as number) - shift / precision(0, 0), 1 / precision(0, 0));
  for (const row of rows) {
    if (row.method !== 'chain') throw new Error(`expected a chain, got ${row.method}`);
    expect(row.acceptance > 0.1 && row.acceptance < 0.9).toBe(true);
    expect(row.effectiveSampleSize >= 0.999 && row.effectiveSampleSize < 16).toBe(true);
  }
});

test('a chain on two missing elements follows their joint distribution', async () => {
  const { x } = await impute(gaussian(), repeated([1.7, gap, gap], 1000), {
    rng: core.rng(1),
    particles: 16,
  });
  // L is triangular: given x_0, the noise z = L⁻¹ (x - μ) of the other two is standard normal.
  const z = x.sub(mean).matMul(tf.tensor2d(inverseFactor), false, true) as tf.Tensor2D;
  for (const i of [1, 2]) expectNormal(columnOf(z, i), 0, 1);
});

test('rows are exact where nothing or all is missing, and where elements are independent', async () => {
  const rows = [
    [0.1, 0.2, 0.3],
    [gap, gap, gap],
  ];
  const whole = await impute(gaussian(), tf.tensor2d(rows), { rng: core.rng(0) });
  expect([whole.method, ...whole.rows]).toEqual(['exact', { method: 'exact' }, { method: 'exact' }]);
  const bijector = core.chain(core.logit(), core.invert(core.standardize({ mean: [0.5, 0], scale: [2, 3] })));
  const flow = core.flow({ base: core.standardNormal({ eventShape: [2] }), bijector });
  const { x, method } = await impute(flow, repeated([0.2, gap], 1500), { rng: core.rng(1) });
  expect(method).toBe('exact');
  expectNormal(columnOf(flow.bijector.inverse(x).value as tf.Tensor2D, 1), 0, 1);
});

test('a flow whose map mixes elements needs a chain, also where its base is independent', async () => {
  const bijector = core.permute({ order: reversePermutation(2) });
  const flow = core.flow({ base: core.diagonalNormal({ eventShape: [2], mean: [0, 5] }), bijector });
  const { x, method } = await impute(flow, repeated([gap, 0.3], 500), {
    rng: core.rng(1),
    particles: 8,
    steps: 60,
  });
  expect(method).toBe('chain');
  expectNormal(columnOf(x, 0), 5, 1);
});

test('observed elements come back bit for bit, and each row is told of by its own method', async () => {
  const rows = [
    [0.1, gap, 1e-7],
    [0.7, 0.2, 0.3],
    [gap, 3.3, gap],
    [gap, gap, gap],
  ];
  const options = { rng: core.rng(3), particles: 4, steps: 10 };
  const { x, method, rows: told } = await impute(gaussian(), tf.tensor2d(rows), options);
  expect(method).toBe('chain');
  expect(told.map((row) => row.method)).toEqual(['chain', 'exact', 'chain', 'exact']);
  for (const [i, row] of (x.arraySync() as number[][]).entries()) {
    for (const [j, value] of row.entries()) {
      const before = rows[i]?.[j] as number;
      if (Number.isNaN(before)) expect(Number.isFinite(value)).toBe(true);
      else expect(value).toBe(Math.fround(before));
    }
  }
});

test('`missing` marks elements beside NaN, whatever they are', async () => {
  const x = tf.tensor2d([[5, 0.2, Infinity]]);
  const options = { particles: 4, steps: 10 };
  const marked = { missing: tf.tensor2d([[1, 0, 1]]), rng: core.rng(4), ...options };
  const byMark = await impute(gaussian(), x, marked);
  const byNaN = await impute(gaussian(), tf.tensor2d([[gap, 0.2, gap]]), {
    rng: core.rng(4),
    ...options,
  });
  expect(byMark.x.arraySync()).toEqual(byNaN.x.arraySync());
  const bool = { ...marked, missing: marked.missing.cast('bool'), rng: core.rng(4) };
  expect((await impute(gaussian(), x, bool)).x.arraySync()).toEqual(byNaN.x.arraySync());
});

test('the same seed completes rows the same, and the same generator anew', async () => {
  const x = tf.tensor2d([[gap, 0.2, gap]]);
  const generator = core.rng(5);
  const once = () => impute(gaussian(), x, { rng: core.rng(5), particles: 4, steps: 10 });
  const again = () => impute(gaussian(), x, { rng: generator, particles: 4, steps: 10 });
  const first = (await again()).x.arraySync();
  expect((await once()).x.arraySync()).toEqual(first);
  expect((await again()).x.arraySync()).not.toEqual(first);
});

test('the context of a row reaches its chain, one row of context all', async () => {
  // N(c, 0.01²): what is drawn shows the context.
  const model: core.DensityModel = {
    ...core.standardNormal({ eventShape: [2] }),
    independent: false,
    logProb: (x, given) =>
      tf.tidy(
        () =>
          core
            .sumEvent(
              x
                .sub(given?.context as tf.Tensor)
                .mul(100)
                .square(),
            )
            .mul(-0.5) as tf.Tensor1D,
      ),
    sample: (count, { rng, context }) =>
      tf.tidy(() =>
        rng
          .normal([count, 2])
          .mul(0.01)
          .add(context as tf.Tensor),
      ),
  };
  const x = tf.tensor2d([
    [gap, 10],
    [20, 20],
    [gap, 30],
  ]);
  const options = { rng: core.rng(6), particles: 4, steps: 10 };
  const own = await impute(model, x, { ...options, context: tf.tensor2d([[10], [20], [30]]) });
  const first = columnOf(own.x as tf.Tensor2D, 0);
  expect(first.map(Math.round)).toEqual([10, 20, 30]);
  const shared = await impute(model, x.slice([0, 0], [1, 2]), { ...options, context: tf.tensor2d([[10]]) });
  expect(Math.round(columnOf(shared.x as tf.Tensor2D, 0)[0] as number)).toBe(10);
});

test('the completed rows are all that it leaves, and a refusal leaves nothing', async () => {
  const model = gaussian();
  const x = tf.tensor2d([
    [gap, 0.2, gap],
    [gap, gap, gap],
  ]);
  const far = tf.tensor2d([[gap, 1e30, 0]]);
  await expectNoLeak(async () => {
    (await impute(model, x, { rng: core.rng(7), particles: 4, steps: 10 })).x.dispose();
    await expect(impute(model, far, { rng: core.rng(7), steps: 2 })).rejects.toThrow(core.DomainError);
  });
});
