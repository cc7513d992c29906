import { expect, test } from 'vitest';
import { requireSizes } from './convolutional-sizes.ts';

test('each layer halves the image', () => {
  const { small, size, activation } = requireSizes('net', { shape: [28, 12, 3], channels: [8, 16] }, {});
  expect([small, size, activation]).toEqual([[7, 3], 3, 'elu']);
});

test.each<[object, string]>([
  [{ shape: [28, 6, 1] }, 'net: expected an even height and width, got 14x3'],
  [{ shape: [28, 28] }, 'net: expected shape to be [height, width, channels], got [28, 28]'],
  [{ channels: [8, 0] }, 'net: expected channels'],
  [{ channels: 8 }, 'net: expected channels to be a list'],
  [{ size: 0 }, 'net: expected size'],
  [{ context: 0 }, 'net: expected context'],
])('sizes of %j are refused', (options, message) => {
  expect(() => requireSizes('net', { shape: [28, 28, 1], channels: [8, 16], ...options }, {})).toThrow(message);
});
