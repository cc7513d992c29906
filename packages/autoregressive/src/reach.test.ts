import { expect, test } from 'vitest';
import { box, onePlace, type Places, spread, union, without } from './reach.ts';

const drawn = (places: Places) => places.map((row) => row.map((isIn) => (isIn ? 'x' : '.')).join(''));

test('a layer reads what lies at its offsets from a place, and nothing beyond the image', () => {
  const above = box([-1, -1], [-1, 1]);
  expect(drawn(spread(onePlace([3, 4], 2, 1), above))).toEqual(['....', 'xxx.', '....']);
  expect(drawn(spread(onePlace([3, 4], 1, 0), above))).toEqual(['xx..', '....', '....']);
  expect(drawn(spread(onePlace([3, 4], 0, 3), above))).toEqual(['....', '....', '....']);
});

test('two layers read what the second reads of the places that the first reads', () => {
  const left = box([0, 0], [-1, 0]);
  expect(drawn(spread(spread(onePlace([1, 5], 0, 3), left), left))).toEqual(['.xxx.']);
});

test('sets are joined, and lose a place', () => {
  const both = union(onePlace([2, 2], 0, 0), onePlace([2, 2], 0, 1), onePlace([2, 2], 1, 1));
  expect(drawn(both)).toEqual(['xx', '.x']);
  expect(drawn(without(both, 0, 1))).toEqual(['x.', '.x']);
});

test('a box whose ends are out of order is empty', () => {
  expect(box([0, 0], [0, -1])).toEqual([]);
});
