import { expect, test } from 'vitest';
import { chiSquareTail, chiSquareTest } from './chi-square.ts';
import { expectClose } from './close.ts';

// Critical values of the NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.4.
test.each([
  [3.841, 1, 0.05],
  [10.828, 1, 0.001],
  [5.991, 2, 0.05],
  [13.816, 2, 0.001],
  [7.815, 3, 0.05],
  [29.588, 10, 0.001],
  [82.529, 63, 0.05],
  [103.442, 63, 0.001],
])('P(χ² > %d) with %d degrees of freedom is %d', (x, degrees, probability) => {
  expectClose(chiSquareTail(x, degrees) / probability, 1, { tolerance: 1e-3 });
});

test('counts as expected are certain, and counts far off are not', () => {
  expect(chiSquareTest([250, 250, 500], [0.25, 0.25, 0.5])).toBe(1);
  expect(chiSquareTest([300, 200, 500], [0.25, 0.25, 0.5])).toBeLessThan(1e-4);
});

test('rare categories are pooled, and tested apart where even the pool is rare', () => {
  expect(chiSquareTest([2, 4, 94, 100], [0.01, 0.02, 0.47, 0.5])).toBe(1);
  expect(chiSquareTest([2, 98, 100], [0.01, 0.49, 0.5])).toBe(1);
  expect(chiSquareTest([40, 60, 100], [0.01, 0.49, 0.5])).toBeLessThan(1e-4);
  expect(chiSquareTest([40, 1960], [1e-9, 1 - 1e-9])).toBeLessThan(1e-4);
});

test('what cannot happen and does is rejected', () => {
  expect(chiSquareTest([1, 100, 100], [0, 0.5, 0.5])).toBe(0);
  expect(chiSquareTest([0, 100, 100], [0, 0.5, 0.5])).toBe(1);
});
