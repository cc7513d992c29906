import { rng } from '@flows/core';
import { expect, test } from 'vitest';
import { productOf, transposeOf } from './fixtures/products.ts';
import { randomOrthogonal } from './random-orthogonal.ts';

test.each([1, 2, 3, 12, 48, 192])('of %i rows, it is orthogonal to the last digits of float64', (size) => {
  const Q = randomOrthogonal(size, rng(size));
  const product = productOf(Q, transposeOf(Q, size), size);
  const worst = product.reduce(
    (worst, value, at) => Math.max(worst, Math.abs(value - Number(at % (size + 1) === 0))),
    0,
  );
  expect(worst).toBeLessThan(1e-14);
});

test('entries are spread as those of a uniform rotation are, of mean 0 and variance 1/size', () => {
  const size = 4;
  const draws = Array.from({ length: 500 }, (_, i) => randomOrthogonal(size, rng(i)));
  for (const at of Array(size * size).keys()) {
    const entries = draws.map((Q) => Q[at] as number);
    const mean = entries.reduce((sum, value) => sum + value, 0) / entries.length;
    const variance = entries.reduce((sum, value) => sum + value ** 2, 0) / entries.length;
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(variance).toBeCloseTo(1 / size, 1);
  }
});
