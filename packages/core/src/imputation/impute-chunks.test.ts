import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { impute } from './impute.ts';

/** A model whose own way fills a row's gaps by the row's first element, and its candidates of a quarter of a chunk. */
function sized(method: 'exact' | 'importance', chunks: number[]): core.DensityModel {
  const imputer: core.Imputer = {
    size: 2 ** 23 - 100,
    method: () => method,
    complete: (x, missing) => {
      const rows = x.shape[0] as number;
      chunks.push(rows);
      return tf.tidy(() => ({
        x: tf.where(missing, tf.zerosLike(x).add(x.slice([0, 0], [rows, 1])), x),
        effectiveSampleSize: tf.ones([rows]) as tf.Tensor1D,
      }));
    },
  };
  return { ...core.standardNormal({ eventShape: [3] }), independent: false, imputer };
}

test.each([
  ['exact', 4, [4, 4, 2]],
  ['importance', 1, [4, 4, 2]],
  ['importance', 2, [2, 2, 2, 2, 2]],
  ['importance', 100, new Array(10).fill(1)],
] as const)('%s, %d particles: rows that do not fit one chunk keep their places', async (method, particles, sizes) => {
  const chunks: number[] = [];
  const x = tf.tensor2d(Array.from({ length: 10 }, (_, row) => [row, Number.NaN, 0.5]));
  const { x: whole } = await impute(sized(method, chunks), x, { rng: core.rng(0), particles });
  expect(chunks).toEqual([...sizes]);
  expect(whole.arraySync()).toEqual(Array.from({ length: 10 }, (_, row) => [row, row, 0.5]));
});

test('the units of a model count, by their biases', async () => {
  const chunks: number[] = [];
  const model = { ...sized('exact', chunks), parts: { bias: tf.variable(tf.zeros([2 ** 23])) } };
  await impute(model, tf.tensor2d(Array.from({ length: 5 }, () => [1, Number.NaN, 0])), { rng: core.rng(0) });
  expect(chunks).toEqual([2, 2, 1]);
  model.parts.bias.dispose();
});
