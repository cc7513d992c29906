import { expect, test } from 'vitest';
import { SortedUnits } from './sorted-units.ts';

test('units lie in the order of their degrees, those of one degree in their own', () => {
  const units = new SortedUnits([2, 1, 2, 0, 1], 3);
  expect(units.order).toEqual([3, 1, 4, 0, 2]);
  expect(units.places.map((place) => units.order[place])).toEqual([0, 1, 2, 3, 4]);
  expect([0, 1, 2, 3, 4].map((degree) => units.before(degree))).toEqual([0, 1, 3, 5, 5]);
});
