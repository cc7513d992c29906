import { rng, variablesOf } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { flowParameters } from './flow-parameters.ts';

test('learnt parameters are one row for all, within their limit, and take no context', () => {
  const theta = flowParameters({ count: 50, limit: 0.1, rng: rng(0) });
  const values = theta.of('step', 4).dataSync();
  expect(values).toHaveLength(50);
  expect(Math.max(...values.map(Math.abs))).toBeLessThan(0.1);
  expect(Math.max(...values)).toBeGreaterThan(0.05);
  expect(() => theta.of('step', 4, { context: tf.zeros([4, 2]) })).toThrow('step: expected no context');
});

test('amortised parameters are a linear map of the context, a row each', () => {
  const theta = flowParameters({ count: 3, context: 2, limit: 0.1, rng: rng(0) });
  const [kernel, bias] = [...variablesOf(theta).values()] as [tf.Variable, tf.Variable];
  const context = tf.tensor2d([
    [1, 2],
    [0, 0],
  ]);
  const expected = context.matMul(kernel as tf.Tensor2D).add(bias);
  expect([...theta.of('step', 2, { context }).dataSync()]).toEqual([...expected.dataSync()]);
  expect(() => theta.of('step', 2)).toThrow('step: expected context of shape [1 or batch, 2]');
});

test('amortised parameters start as learnt ones, and move a little with the context', () => {
  const theta = flowParameters({ count: 500, context: 20, limit: 0.1, rng: rng(0) });
  const context = rng(1).normal<tf.Rank.R2>([100, 20]);
  const { mean, variance } = tf.moments(theta.of('step', 100, { context }), 0);
  expect(mean.abs().max().dataSync()[0]).toBeLessThan(0.15);
  const [spread] = variance.mean().sqrt().dataSync();
  expect(spread).toBeGreaterThan(0.05);
  expect(spread).toBeLessThan(0.2);
});

test('sizes that are none are refused', () => {
  for (const size of [{ count: 0 }, { count: 1, context: 0 }]) {
    expect(() => flowParameters({ limit: 1, rng: rng(0), ...size })).toThrow('flowParameters: expected');
  }
});
