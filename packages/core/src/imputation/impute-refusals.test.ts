import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { impute } from './impute.ts';

const gap = Number.NaN;

test('wrong shapes, infinite observed elements, counts of none and rows far from the data are refused', async () => {
  const model = core.fullGaussian({ dims: 3 });
  const options = { rng: core.rng(8), steps: 2, particles: 2 };
  const row = tf.tensor2d([[gap, 0, 0]]);
  const refused = (x: tf.Tensor2D, more: Partial<core.ImputeOptions> = {}) =>
    expect(impute(model, x, { ...options, ...more })).rejects;
  await refused(tf.zeros([2, 2])).toThrow('impute: expected x of shape [batch, 3], got [2, 2]');
  await refused(row, { missing: tf.zeros([1, 2]) }).toThrow("impute: expected missing of x's shape [1, 3], got [1, 2]");
  await refused(row, { context: tf.zeros([2, 1]) }).toThrow('impute: expected context of 1 or 1 rows, got [2, 1]');
  await refused(tf.zeros([0, 3])).toThrow(core.DataError);
  await refused(tf.tensor2d([[gap, 0, -Infinity]])).toThrow('got -Infinity in row 0, column 2');
  await refused(row, { particles: 0 }).toThrow(core.ConfigError);
  await refused(row, { steps: 0 }).toThrow(core.ConfigError);
  await refused(tf.tensor2d([[gap, 1e30, 0]])).toThrow('got none in row 0 with any candidate');
});

test('where neither a density nor a way of its own is there, the cure is told', async () => {
  const continuous = core.flow({ base: core.standardNormal({ eventShape: [2] }), bijector: core.logit() });
  const model = core.dequantized({ model: continuous, levels: 4 });
  const x = tf.tensor2d([[gap, 3]]);
  await expect(impute(model, x, { rng: core.rng(9) })).rejects.toThrow(
    'got one of discrete data (dequantized); complete rows of its continuous model instead',
  );
});

test('observed elements off the support of a model of independent elements are refused', async () => {
  const model = core.uniform({ eventShape: [2], low: 0, high: 1 });
  const x = tf.tensor2d([
    [gap, 0.5],
    [1.5, gap],
  ]);
  await expect(impute(model, x, { rng: core.rng(10) })).rejects.toThrow('got none in row 1 with any candidate');
});
