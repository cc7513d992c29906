import { expect, test } from 'vitest';
import { type Axes, axesOf, axisOf } from './axes.ts';

test.each([
  [undefined, [0, 1, 2]],
  [null, [0, 1, 2]],
  [1, [1]],
  [-1, [2]],
  [
    [-1, 0],
    [0, 2],
  ],
  [[], []],
] as [Axes, number[]][])('axes %j of three are %j', (axes, expected) => {
  expect(axesOf(axes, [4, 5, 6])).toEqual(expected);
});

test('one axis counts from the front or from the back, and is the first where none is given', () => {
  expect([axisOf(1, [4, 5]), axisOf(-1, [4, 5]), axisOf(undefined, [4, 5]), axisOf(0, [])]).toEqual([1, 1, 0, 0]);
});
