import { rng } from '@flows/core';
import { expect, test } from 'vitest';
import { maskedMlp } from './masked-mlp.ts';
import { sortedLevels } from './sorted-levels.ts';
import { SortedUnits } from './sorted-units.ts';

test('sorted by degree, weights are block triangular', () => {
  const degrees = [
    [3, 1, 2],
    [1, 1, 2, 2],
    [3, 1, 2, 3, 1, 2],
  ];
  const network = maskedMlp({ dims: 3, order: [3, 1, 2], hidden: [4], parameters: 2, rng: rng(0) });
  const units = degrees.map((list) => new SortedUnits(list, 3));
  const [hidden, outputs] = sortedLevels(network.levels, units, undefined);
  expect(hidden?.terms[0]?.W.notEqual(0).arraySync()).toEqual([
    [1, 1, 1, 1],
    [0, 0, 1, 1],
    [0, 0, 0, 0],
  ]);
  // Of each element both parameters, one element after the other; they start at 0.
  expect(outputs?.terms[0]?.W.shape).toEqual([4, 6]);
  expect(outputs?.units.order).toEqual([1, 4, 2, 5, 0, 3]);
  expect(hidden?.bias.shape).toEqual([1, 4]);
});
