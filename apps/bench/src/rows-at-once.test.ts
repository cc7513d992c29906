import type { DensityModel } from '@flows/core';
import { expect, test } from 'vitest';
import { rowsAtOnce, weighedAtOnce } from './rows-at-once.ts';

const of = (eventShape: number[], stages?: object[]) => ({ eventShape, stages }) as unknown as DensityModel;

test('rows are given by the thousand, and fewer large ones to a network with outputs at each element', () => {
  expect([rowsAtOnce(of([784])), rowsAtOnce(of([784], [])), rowsAtOnce(of([8], []))]).toEqual([2000, 83, 2000]);
});

test('the copies of rows that are weighed have so many elements in all, and there is at least one row', () => {
  const rows = weighedAtOnce(of([28, 28, 1]), 128);
  expect(rows * 128 * 784).toBeLessThanOrEqual(2 ** 20);
  expect((rows + 1) * 128 * 784).toBeGreaterThan(2 ** 20);
  expect([weighedAtOnce(of([2]), 1), weighedAtOnce(of([10_000_000]), 1)]).toEqual([2000, 1]);
});
