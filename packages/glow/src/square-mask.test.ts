import { expect, test } from 'vitest';
import { squareMask } from './square-mask.ts';

test('what is marked is 1, by rows and columns', () => {
  expect(squareMask(3, (i, j) => i > j).arraySync()).toEqual([
    [0, 0, 0],
    [1, 0, 0],
    [1, 1, 0],
  ]);
});
