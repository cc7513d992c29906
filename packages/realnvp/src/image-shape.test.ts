import { ConfigError } from '@flows/core';
import { expect, test } from 'vitest';
import { imageShape } from './image-shape.ts';

test('the shape of an image has three sizes', () => {
  expect(imageShape('who', [2, 3, 1])).toEqual([2, 3, 1]);
  for (const shape of [[2, 3], [2, 3, 1, 1], [2, 3, 0], 6, undefined]) {
    expect(() => imageShape('who', shape)).toThrow(ConfigError);
  }
  expect(() => imageShape('who', [2, 3])).toThrow('who: expected shape to be [height, width, channels], got [2, 3]');
});
