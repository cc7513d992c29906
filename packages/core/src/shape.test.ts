import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import {
  elementsOf,
  hasEvent,
  requireCount,
  requireEven,
  requireEvent,
  requireInRange,
  requireList,
  requireShape,
  shapeText,
  sizeOf,
} from './shape.ts';

test('a shape has a size and a text', () => {
  expect(sizeOf([2, 3, 4])).toBe(24);
  expect(sizeOf([])).toBe(1);
  expect(shapeText(['batch', 3])).toBe('[batch, 3]');
});

test('rows of an event are told from other ranks and sizes', () => {
  expect(hasEvent([7, 2, 3], [2, 3])).toBe(true);
  expect(hasEvent([0], [])).toBe(true);
  for (const shape of [[], [2, 3], [7, 3, 2], [7, 2, 3, 1]]) expect(hasEvent(shape, [2, 3])).toBe(false);
});

test('an event of any batch passes; another rank or width is said', () => {
  tf.tidy(() => {
    requireEvent('who', 'x', tf.zeros([7, 2, 3]), [2, 3]);
    requireEvent('who', 'x', tf.zeros([7]), []);
    expect(() => requireEvent('who', 'x', tf.zeros([7, 2]), [3])).toThrow(
      'who: expected x of shape [batch, 3], got [7, 2]',
    );
    expect(() => requireEvent('who', 'x', tf.zeros([3]), [3])).toThrow('got [3]');
  });
});

test.each([[-1], [1.5], [Number.NaN], ['3'], [undefined], [2 ** 60]])('%s is no count', (value) => {
  expect(() => requireCount('who', 'layers', value)).toThrow('who: expected layers to be a whole number of at least 1');
});

test.each([['3'], [[0]], [[2, -1]], [[1.5]], [[2 ** 40, 2 ** 40]]])('%j is no shape', (value) => {
  expect(() => requireShape('who', 'eventShape', value)).toThrow('who: expected eventShape to be a list of sizes');
});

test('places that can be halved pass; odd ones are said, with the cure', () => {
  requireEven('who', [2, 4]);
  expect(() => requireEven('who', [2, 3])).toThrow(
    'who: expected an even height and width, got 2x3; pad the image, or crop it',
  );
});

test('a range holds its lower end and not its upper', () => {
  requireInRange('who', 'rate', 0, 0, 1);
  expect(() => requireInRange('who', 'rate', 1, 0, 1)).toThrow('who: expected rate to be a number in [0, 1), got 1');
  expect(() => requireInRange('who', 'rate', Number.NaN, 0)).toThrow('got NaN');
});

test('one number serves all elements, and a list gives each its own', () => {
  expect(elementsOf('who', 'mean', 2, [3])).toEqual([2, 2, 2]);
  expect(elementsOf('who', 'mean', [1, 2], [2])).toEqual([1, 2]);
  expect(() => elementsOf('who', 'mean', [1], [2])).toThrow('a list of 2 of them, got a list of 1');
  expect(() => elementsOf('who', 'mean', 'a', [2])).toThrow('got a');
});

test('what is no list is said', () => {
  expect(requireList('who', 'parts', [1])).toEqual([1]);
  expect(() => requireList('who', 'parts', { length: 1 })).toThrow(
    'who: expected parts to be a list, got {"length":1}',
  );
});
