import { ConfigError, DataError } from '@flows/core';
import { expect, test } from 'vitest';
import { reduceBits } from './reduce-bits.ts';

test('five bits of eight are the eighth part, rounded down', () => {
  const { data, shape, levels } = reduceBits({ data: Uint8Array.of(0, 7, 8, 128, 247, 255), shape: [2, 3] });
  expect([...data]).toEqual([0, 0, 1, 16, 30, 31]);
  expect([shape, levels]).toEqual([[2, 3], 32]);
});

test('any bits can stay, all of them too, and the images are not written into', () => {
  const images = { data: Float32Array.of(0, 1, 65_535), shape: [3] };
  expect([...reduceBits(images, { from: 16, to: 1 }).data]).toEqual([0, 0, 1]);
  const { data, levels } = reduceBits(images, { from: 16, to: 16 });
  expect([...data]).toEqual([0, 1, 65_535]);
  expect(levels).toBe(65_536);
  expect([...images.data]).toEqual([0, 1, 65_535]);
});

test.each([
  ['a fraction', 3.5],
  ['a negative number', -1],
  ['a level too many', 256],
  ['NaN', NaN],
])('the first of %s is named by its row and element', (_, bad) => {
  const images = { data: Float32Array.of(0, 1, 2, 3, 4, bad, bad, 0), shape: [2, 2, 2, 1] };
  expect(() => reduceBits(images)).toThrow(DataError);
  expect(() => reduceBits(images)).toThrow(
    `reduceBits: expected whole numbers from 0 to 255, got ${bad} in row 1, element 1`,
  );
});

test.each([{ from: 4, to: 5 }, { from: 17 }, { to: 0 }, { to: 2.5 }])('%j is refused', (options) => {
  expect(() => reduceBits({ data: new Uint8Array(1), shape: [1] }, options)).toThrow(ConfigError);
});
