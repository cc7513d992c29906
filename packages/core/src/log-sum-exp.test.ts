import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { logSumExp } from './log-sum-exp.ts';

const x = () =>
  tf.tensor2d([
    [0, Math.log(3)],
    [1000, 1000],
    [-1000, -Infinity],
  ]);

test('it is log Σ exp, without overflow, over either axis', () => {
  expect([...logSumExp(x(), 1).dataSync()]).toEqual([
    expect.closeTo(Math.log(4), 5),
    expect.closeTo(1000 + Math.log(2), 3),
    -1000,
  ]);
  expect([...logSumExp(x(), -1).dataSync()]).toEqual([...logSumExp(x(), 1).dataSync()]);
  expect([...logSumExp(x().transpose(), 0).dataSync()]).toEqual([...logSumExp(x(), 1).dataSync()]);
});

test('where everything is -∞ it is -∞, and NaN stays NaN', () => {
  const [none, unknown] = logSumExp(
    tf.tensor2d([
      [-Infinity, -Infinity],
      [Number.NaN, 0],
    ]),
    1,
  ).dataSync() as unknown as [number, number];
  expect(none).toBe(-Infinity);
  expect(unknown).toBeNaN();
});

test('its gradient is the softmax', () => {
  const gradient = tf.grad((x) => logSumExp(x, 1).sum())(tf.tensor2d([[0, Math.log(3)]]));
  expect([...gradient.dataSync()]).toEqual([expect.closeTo(0.25, 5), expect.closeTo(0.75, 5)]);
});
