import { expect, test } from 'vitest';
import { hiddenDegrees, inputDegrees } from './degrees.ts';

test('orders by name and by degree', () => {
  expect(inputDegrees(3, 'sequential')).toEqual([1, 2, 3]);
  expect(inputDegrees(3, 'reversed')).toEqual([3, 2, 1]);
  expect(inputDegrees(3, [2, 3, 1])).toEqual([2, 3, 1]);
});

test("the order that comes back is the caller's no more", () => {
  const order = [2, 1];
  const degrees = inputDegrees(2, order);
  order[0] = 7;
  expect(degrees).toEqual([2, 1]);
});

test('an order that repeats, leaves out, or is none is a ConfigError', () => {
  for (const order of [[1, 1, 2], [1, 2], [0, 1, 2], ['1', '2', '3'], 'backwards', null]) {
    expect(() => inputDegrees(3, order as never, 'maskedMlp')).toThrow(
      'maskedMlp: expected order to be sequential, reversed, or each of 1 to 3 once',
    );
  }
});

test('hidden degrees are sorted, and each from the least to D - 1 is as frequent as another, give or take one', () => {
  const degrees = hiddenDegrees(10, 5, 1);
  expect(degrees).toEqual([1, 1, 1, 2, 2, 3, 3, 3, 4, 4]);
  expect(hiddenDegrees(4, 4, 0)).toEqual([0, 1, 2, 3]);
  expect(hiddenDegrees(3, 1, 1)).toEqual([0, 0, 0]);
});

test('a layer of one unit with a context would see no element', () => {
  expect(hiddenDegrees(1, 8, 1)).toEqual([1]);
  expect(() => hiddenDegrees(1, 8, 0)).toThrow('expected at least 2 units in a layer with a context');
});

test('degrees are those that files were written with', () => {
  expect(hiddenDegrees(3, 8, 1)).toEqual([1, 3, 5]);
  expect(hiddenDegrees(5, 8, 0)).toEqual([0, 1, 3, 4, 6]);
});
