import { expectClose, expectNoLeak } from '@flows/testing';
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

const gradientOf = (x: tf.Tensor, axis = 1) => tf.grad((x) => logSumExp(x, axis).sum())(x);

test('its gradient is the softmax, over either axis, and nothing leaks', () => {
  const logits = tf.tensor2d([[0, Math.log(3)]]);
  expectClose(gradientOf(logits), [0.25, 0.75], { tolerance: 1e-6 });
  expectClose(gradientOf(logits.transpose(), 0), [0.25, 0.75], { tolerance: 1e-6 });
  expectNoLeak(() => gradientOf(logits, -1).dispose());
});

test('its gradient is weighed by that of what follows, each row by its own', () => {
  const weighed = tf.grad((x) => logSumExp(x, 1).mul([2, -4, 8]).sum())(x());
  expectClose(weighed, [0.5, 1.5, -2, -2, 8, 0], { tolerance: 1e-6 });
});

test('its gradient is 0 where everything is -∞, and NaN where x is', () => {
  const gradient = gradientOf(
    tf.tensor2d([
      [-Infinity, -Infinity],
      [Number.NaN, 0],
    ]),
  );
  const [first, second, third] = gradient.dataSync();
  expect([first, second, third]).toEqual([0, 0, Number.NaN]);
});

test('its second derivatives are p_i (1 - p_i) and -p_i p_j', () => {
  const first = (x: tf.Tensor) =>
    tf
      .grad((x) => logSumExp(x, 1).sum())(x)
      .slice([0, 0], [1, 1])
      .sum();
  expectClose(tf.grad(first)(tf.tensor2d([[0, Math.log(3)]])), [3 / 16, -3 / 16], { tolerance: 1e-6 });
});
