import { rng } from '@flows/core';
import { expect, test } from 'vitest';
import { foldRows } from './fold-rows.ts';

test('every row is once in the test and once in the validation, and a fold’s parts are all rows', () => {
  const order = rng(0).permutation(1797);
  const folds = Array.from({ length: 10 }, (_, fold) => foldRows(order, { fold, folds: 10 }));
  const all = Array.from({ length: 1797 }, (_, row) => row);
  const sorted = (rows: readonly number[]) => [...rows].sort((a, b) => a - b);
  expect(sorted(folds.flatMap(({ test }) => test))).toEqual(all);
  expect(sorted(folds.flatMap(({ validation }) => validation))).toEqual(all);
  for (const { train, validation, test } of folds) {
    expect(sorted([...train, ...validation, ...test])).toEqual(all);
    expect([179, 180]).toContain(test.length);
  }
});

test('the last fold is validated on the first part', () => {
  expect(foldRows([5, 3, 4, 9], { fold: 2, folds: 3 })).toEqual({ train: [3], validation: [5], test: [4, 9] });
});
