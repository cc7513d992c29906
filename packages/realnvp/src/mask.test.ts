import { rng } from '@flows/core';
import { expect, test } from 'vitest';
import {
  alternatingMasks,
  checkerboardMask,
  complement,
  halfMask,
  type MaskOption,
  oddEvenMask,
  randomMask,
  requireMask,
} from './mask.ts';

test('masks by name', () => {
  expect(halfMask(5)).toEqual([1, 1, 1, 0, 0]);
  expect(oddEvenMask(5)).toEqual([1, 0, 1, 0, 1]);
  expect(complement([1, 0, 0])).toEqual([0, 1, 1]);
});

test('a random mask keeps half, and the same half for the same seed', () => {
  const masks = Array.from({ length: 20 }, (_, seed) => randomMask(6, rng(seed)));
  for (const mask of masks) expect(mask.filter((b) => b === 1)).toHaveLength(3);
  expect(new Set(masks.map(String)).size).toBeGreaterThan(8);
  expect(randomMask(6, rng(3))).toEqual(masks[3]);
});

test.each(['half', 'odd-even', 'random', [1, 0, 0, 0, 1]] satisfies MaskOption[])(
  'two layers in succession move every element once (%j)',
  (option) => {
    const masks = alternatingMasks('flow', 5, 6, option as MaskOption, rng(0));
    for (let layer = 0; layer < 6; layer += 2) expect(masks[layer + 1]).toEqual(complement(masks[layer] ?? []));
  },
);

test('random masks differ from one pair of layers to the next', () => {
  const masks = alternatingMasks('flow', 8, 10, 'random', rng(0));
  expect(new Set(masks.map(String)).size).toBeGreaterThan(4);
});

test('what can not be coupled is said', () => {
  const masks = (dims: number, option: unknown) => () =>
    alternatingMasks('flow', dims, 2, option as MaskOption, rng(0));
  expect(masks(1, 'half')).toThrow('flow: expected dims to be a whole number of at least 2, got 1');
  expect(masks(3, [1, 1, 1])).toThrow('with both among them, got [1,1,1]');
  expect(masks(3, 'checkers')).toThrow('expected mask to be half, odd-even, random');
  expect(masks(3, [1, 0])).toThrow('a mask of 3 elements, got 2');
});

test('a checkerboard moves the places of an even sum, in all channels, and its complement the others', () => {
  const mask = checkerboardMask([2, 3, 2]);
  expect(mask.map((row) => row.map((place) => place.join('')))).toEqual([
    ['00', '11', '00'],
    ['11', '00', '11'],
  ]);
  expect(complement(mask)[0]).toEqual([
    [1, 1],
    [0, 0],
    [1, 1],
  ]);
  expect(() => checkerboardMask([1, 1, 3])).toThrow(
    'checkerboardMask: expected width to be a whole number of at least 2',
  );
});

test('a mask of an image has as many bits in every place', () => {
  expect(() => requireMask('who', [[[1], [0]]])).not.toThrow();
  for (const mask of [[[[1], [0, 1]]], [[[1], [1]]], [[[1], [0]], [[1]]], [[1, 0]], [[[1], [2]]], 'checkers', [[]]]) {
    expect(() => requireMask('who', mask)).toThrow('who: expected mask to be');
  }
});
