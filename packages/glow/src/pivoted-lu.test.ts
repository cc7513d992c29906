import { DomainError, rng } from '@flows/core';
import { expect, test } from 'vitest';
import { productOf } from './fixtures/products.ts';
import { pivotedLu } from './pivoted-lu.ts';

test.each([1, 2, 5, 17])('row i of a matrix of %i rows is row permutation[i] of L U, and no |l| exceeds 1', (size) => {
  const A = rng(size).normals(size * size);
  const { factors, permutation } = pivotedLu('test', A, size);
  const entry = (at: number) => [Math.floor(at / size), at % size] as const;
  const L = factors.map((value, at) => (entry(at)[0] > entry(at)[1] ? value : Number(entry(at)[0] === entry(at)[1])));
  const U = factors.map((value, at) => (entry(at)[0] > entry(at)[1] ? 0 : value));
  const product = productOf(L, U, size);
  for (const [at, value] of A.entries()) {
    const [i, j] = entry(at);
    expect(product[(permutation[i] as number) * size + j]).toBeCloseTo(value, 12);
  }
  expect(Math.max(...L.map(Math.abs))).toBeLessThanOrEqual(1);
});

test.each([
  ['of equal rows', [1, 2, 1, 2]],
  [
    'whose third row is the sum of the others, in float32',
    [0.1, 0.7, 0.3, 0.3, 0.2, 0.9, 0.4, 0.9, 1.2].map(Math.fround),
  ],
  ['of zeros', [0, 0, 0, 0]],
  ['with a number that is none', [1, Number.NaN, 0, 1]],
  ['with an infinite number', [1, 0, Number.POSITIVE_INFINITY, 1]],
])('a matrix %s is refused', (_, matrix) => {
  expect(() => pivotedLu('someone', matrix, Math.sqrt(matrix.length))).toThrow(DomainError);
  expect(() => pivotedLu('someone', matrix, Math.sqrt(matrix.length))).toThrow(
    'someone: expected an invertible matrix',
  );
});

test('rows and columns of very different scales make no matrix singular', () => {
  expect(() => pivotedLu('test', [1, 1, 1e-8, -1e-8], 2)).not.toThrow();
  expect(() => pivotedLu('test', [1, 1e-8, 1, -1e-8], 2)).not.toThrow();
  expect(() => pivotedLu('test', [1e-30, 0, 0, 1e30], 2)).not.toThrow();
});
