import { ConfigError } from '@flows/core';
import { expect, test } from 'vitest';
import { requireImageShape } from './image-shape.ts';

test('the shape of an image has three sizes', () => {
  expect(requireImageShape('who', [2, 3, 1])).toEqual([2, 3, 1]);
  for (const shape of [[2, 3], [2, 3, 1, 1], [2, 3, 0], 6, undefined]) {
    expect(() => requireImageShape('who', shape)).toThrow(ConfigError);
  }
  expect(() => requireImageShape('who', [2, 3])).toThrow(
    'who: expected shape to be [height, width, channels], got [2, 3]',
  );
});
