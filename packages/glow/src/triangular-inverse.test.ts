import { rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { productOf, transposeOf } from './fixtures/products.ts';
import { substitutedInverse } from './fixtures/substituted-inverse.ts';
import { pivotedLu } from './pivoted-lu.ts';
import { randomOrthogonal } from './random-orthogonal.ts';
import { inverseOfUnitLower, inverseOfUnitUpper } from './triangular-inverse.ts';

const sizes = Array.from({ length: 48 }, (_, i) => i + 1);

/** The unit lower triangle that `entry` fills below the diagonal, in float32. */
const unitLower = (c: number, entry: (at: number) => number) =>
  Float32Array.from({ length: c * c }, (_, at) => {
    const [i, j] = [Math.floor(at / c), at % c];
    return i === j ? 1 : i > j ? entry(at) : 0;
  });

const factors = {
  'of a rotation': (c: number) => {
    const { factors } = pivotedLu('test', randomOrthogonal(c, rng(c)), c);
    return unitLower(c, (at) => factors[at] as number);
  },
  // Rows and columns of scales between 10⁻³ and 10³.
  'of ill scaled numbers': (c: number) => {
    const [numbers, scales] = [
      rng(c).normals(c * c),
      rng(`scale ${c}`)
        .uniforms(c)
        .map((u) => 10 ** (6 * u - 3)),
    ];
    const scaled = (at: number) => (scales[Math.floor(at / c)] as number) / (scales[at % c] as number);
    return unitLower(c, (at) => (0.5 * (numbers[at] as number) * scaled(at)) / Math.sqrt(c));
  },
};

test.each(Object.entries(factors))('the inverse of a factor %s is as close as substitution is', (_, factor) => {
  for (const c of sizes) {
    const L = factor(c);
    const expected = substitutedInverse(L, c);
    const got = tf.tidy(() => inverseOfUnitLower(tf.tensor2d(L, [c, c])).dataSync());
    // The bound of substitution in float32 (Higham 2002, section 14.2): |X - L⁻¹| ≤ c u |L⁻¹| |L| |L⁻¹|.
    const [sizesOfX, sizesOfL] = [expected.map(Math.abs), Float64Array.from(L, Math.abs)];
    const bound = productOf(productOf(sizesOfX, sizesOfL, c), sizesOfX, c);
    for (const [at, value] of got.entries()) {
      expect(Math.abs(value - (expected[at] as number))).toBeLessThanOrEqual(c * 2 ** -24 * (bound[at] as number));
    }
  }
});

test('only what lies below the diagonal is read, or for an upper one above it', () => {
  const c = 7;
  const L = factors['of a rotation'](c);
  const noisy = (triangle: ArrayLike<number>, keeps: (i: number, j: number) => boolean) =>
    tf.tensor2d(
      Float32Array.from(triangle, (value, at) => (keeps(Math.floor(at / c), at % c) ? value : 9)),
      [c, c],
    );
  const expected = substitutedInverse(L, c);
  const close = (values: ArrayLike<number>) => Array.from(values, (value) => expect.closeTo(value, 5));
  expect([...inverseOfUnitLower(noisy(L, (i, j) => i > j)).dataSync()]).toEqual(close(expected));
  const U = noisy(transposeOf(L, c), (i, j) => i < j);
  expect([...inverseOfUnitUpper(U).dataSync()]).toEqual(close(transposeOf(expected, c)));
});

test('its gradient is that of the inverse, -L⁻ᵀ dX L⁻ᵀ, below the diagonal', () => {
  const c = 5;
  const L = tf.tensor2d(factors['of a rotation'](c), [c, c]);
  const dX = rng(1).normal<tf.Rank.R2>([c, c]);
  const gradient = tf.grad((L) =>
    inverseOfUnitLower(L as tf.Tensor2D)
      .mul(dX)
      .sum(),
  )(L);
  const X = inverseOfUnitLower(L);
  const expected = tf
    .matMul(tf.matMul(X, dX, true), X, false, true)
    .neg()
    .arraySync() as number[][];
  const lower = expected.map((row, i) => row.map((value, j) => expect.closeTo(i > j ? value : 0, 4)));
  expect(gradient.arraySync()).toEqual(lower);
});
