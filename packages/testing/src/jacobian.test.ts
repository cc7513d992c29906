import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectClose } from './close.ts';
import { jacobianLogDet, logAbsDet } from './jacobian.ts';
import { expectNoLeak } from './no-leak.ts';

test.each([
  ['the identity', [1, 0, 0, 1], 1],
  ['a permutation', [0, 1, 1, 0], 1],
  ['a matrix whose first pivot is 0', [0, 2, 0, 1, 0, 0, 0, 0, 3], 6],
  ['a full matrix', [2, -1, 0, 1, 3, -2, 0, 5, 4], 48],
  ['a singular matrix', [1, 2, 2, 4], 0],
])('log|det| of %s', (_, entries, determinant) => {
  const size = Math.sqrt(entries.length);
  expectClose(logAbsDet(Float64Array.from(entries), size), Math.log(determinant), { tolerance: 1e-12 });
});

test('each row has the Jacobian of its own values and context', async () => {
  const x = tf.tensor2d([1, 2, -0.5, 3], [2, 2]);
  const context = tf.tensor2d([2, 5], [2, 1]);
  const map = (x: tf.Tensor, context?: tf.Tensor) => {
    const [a, b] = tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor];
    return tf.concat([a.mul(b), tf.mul(context as tf.Tensor, b).add(a)], 1);
  };
  // det [[b, a], [1, c]] = b c - a
  const expected = [Math.log(2 * 2 - 1), Math.log(3 * 5 + 0.5)];
  await expectNoLeak(async () => expectClose(await jacobianLogDet(map, x, context), expected));
});

test('an event of any rank may become one of another', async () => {
  const x = tf.randomNormal([3, 2, 2], 0, 1, 'float32', 1);
  const logDet = await jacobianLogDet((x) => x.mul(2).reshape([-1, 4]), x);
  expectClose(logDet, Array(3).fill(4 * Math.log(2)));
});

test('more than 64 dimensions are refused', async () => {
  await expect(jacobianLogDet((x) => x, tf.zeros([1, 65]))).rejects.toThrow('at most 64 dimensions, got 65');
});
