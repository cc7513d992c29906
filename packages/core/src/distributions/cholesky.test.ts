import { expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { cholesky, inverseOfLower } from './cholesky.ts';

const product = (A: Float64Array, B: Float64Array, n: number) =>
  A.map((_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += (A[Math.floor(at / n) * n + k] as number) * (B[k * n + (at % n)] as number);
    return sum;
  });
const transposed = (A: Float64Array, n: number) => A.map((_, at) => A[(at % n) * n + Math.floor(at / n)] as number);

const L = Float64Array.from([2, 0, 0, -1, 0.5, 0, 3, 0.25, 1e-3]);

test('the factor of L Lᵀ is L', () => {
  const factor = cholesky('test', product(L, transposed(L, 3), 3), 3);
  for (const [i, entry] of factor.entries()) expect(entry).toBeCloseTo(L[i] as number, 8);
});

test('L⁻¹ L is the identity', () => {
  const identity = product(inverseOfLower(L, 3), L, 3);
  for (const [i, entry] of identity.entries()) expect(entry).toBeCloseTo(i % 4 === 0 ? 1 : 0, 10);
});

test('a column of which the others leave too little for float32 is taken for one that they leave nothing of', () => {
  const correlated = (left: number) => Float64Array.from([1, 1, 1, 1 + left]);
  expect(cholesky('test', correlated(1e-8), 2)[3]).toBeCloseTo(1e-4, 10);
  expect(() => cholesky('test', correlated(1e-10), 2)).toThrow(DomainError);
});

test('a singular covariance names its first column that adds nothing', () => {
  const dependent = Float64Array.from([1, 2, 0, 2, 4, 0, 0, 0, 1]);
  expect(() => cholesky('test', dependent, 3)).toThrow(DomainError);
  expect(() => cholesky('test', dependent, 3)).toThrow('column 1 is a linear function of the columns before it');
  expect(() => cholesky('test', Float64Array.from([1, 0, 0, 0]), 2)).toThrow('column 1 is constant');
});
