import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type BracketedRootOptions, bracketedRoot } from './bracketed-root.ts';

/** The cube root of a, element by element: of x³ - a, within [-4, 4]. */
const cubeRoot = (a: tf.Tensor, options: Partial<BracketedRootOptions> = {}) =>
  bracketedRoot({
    value: (x) => x.square().mul(x).sub(a),
    slope: (x) => x.square().mul(3),
    low: tf.fill([1, 1], -4),
    high: tf.fill([1, 1], 4),
    tolerance: 1e-7,
    ...options,
  });

const cubes = [-64, -8, -0.1, 1e-3, 1, 2, 27, 64];

test('it finds the root of each element, at the ends of the bracket too', () => {
  const a = tf.tensor2d(cubes, [4, 2]);
  expectClose(cubeRoot(a), tf.tensor2d(cubes.map(Math.cbrt), [4, 2]), { tolerance: 1e-6 });
});

test('each element may have its own bracket', () => {
  const roots = tf.tensor2d([-8, 1, 27], [3, 1]);
  const brackets = { low: tf.tensor2d([-3, 0.5, 2.9], [3, 1]), high: tf.tensor2d([-1, 4, 3.1], [3, 1]) };
  expectClose(cubeRoot(roots, brackets), tf.tensor2d([-2, 1, 3], [3, 1]), { tolerance: 1e-6 });
});

test.each([0.4, 1e-2, 1e-4])('it is within its tolerance, and in no more rounds than that takes: %d', (tolerance) => {
  let calls = 0;
  const a = tf.tensor2d(cubes, [8, 1]);
  const value = (x: tf.Tensor) => {
    calls++;
    return x.square().mul(x).sub(a);
  };
  const found = cubeRoot(a, { value, tolerance });
  for (const [i, root] of found.dataSync().entries()) {
    expect(Math.abs(root - Math.cbrt(cubes[i] as number))).toBeLessThanOrEqual(8 * tolerance);
  }
  // A round for two bits, and one call for the gradient.
  expect(calls).toBe(Math.ceil(Math.log2(1 / tolerance) / 2) + 1);
});

test('its gradient is 1 / F at the root times that of F, whatever F depends on', () => {
  const gradient = tf.grad((a: tf.Tensor) => cubeRoot(a).mul([[1, 10]]));
  const a = tf.tensor2d([8, -1], [1, 2]);
  // d ∛a / da = 1 / (3 ∛a²)
  expectClose(gradient(a), tf.tensor2d([[1 / 12, 10 / 3]]), { tolerance: 1e-5 });
});

test('the slope has no gradient of its own: where it is flat, the gradient is large and not NaN', () => {
  const b = tf.scalar(0.5);
  const gradient = tf.grad((b: tf.Tensor) =>
    bracketedRoot({
      value: (x) => x.sub(b).mul(1e-30),
      slope: (x) => x.mul(0).add(1e-30),
      low: tf.tensor1d([-1]),
      high: tf.tensor1d([1]),
      tolerance: 1e-7,
    }),
  );
  expectClose(gradient(b), 1, { tolerance: 1e-5 });
});

test('what is not a number stays so', () => {
  expect([...cubeRoot(tf.tensor2d([[Number.NaN, 8]])).dataSync()]).toEqual([Number.NaN, expect.closeTo(2, 5)]);
});

test('it leaks nothing, under a gradient neither', () => {
  const a = tf.tensor2d(cubes, [8, 1]);
  const root = (a: tf.Tensor) => tf.tidy(() => cubeRoot(a));
  expectNoLeak(() => root(a).dispose());
  const gradient = tf.grad(root);
  expectNoLeak(() => gradient(a).dispose());
});
