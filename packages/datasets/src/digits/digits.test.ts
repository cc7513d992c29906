import { ConfigError } from '@flows/core';
import { expect, test } from 'vitest';
import { digits } from './digits.ts';

test('the digits are those of the UCI test set', () => {
  const { images, labels, levels } = digits();
  expect([images.shape, labels.shape, levels]).toEqual([[1797, 64], [1797], 17]);
  expect([...images.data.slice(0, 16)]).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
  expect([...labels.data.slice(0, 10)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const counts = Array.from({ length: 10 }, (_, digit) => labels.data.filter((label) => label === digit).length);
  expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
});

test('pixels are whole numbers from 0 to 16, both of which occur', () => {
  const values = [...new Set(digits().images.data)].sort((a, b) => a - b);
  expect(values).toEqual(Array.from({ length: 17 }, (_, level) => level));
});

test('an image may have rows, columns and one channel', () => {
  const { images } = digits({ eventShape: [8, 8, 1] });
  expect(images.shape).toEqual([1797, 8, 8, 1]);
  expect(images.data).toEqual(digits().images.data);
  expect(() => digits({ eventShape: [8, 8] as never })).toThrow(ConfigError);
});

test('what a caller writes into the digits is theirs alone', () => {
  digits().images.data.fill(-1);
  expect(digits().images.data.includes(-1)).toBe(false);
});
