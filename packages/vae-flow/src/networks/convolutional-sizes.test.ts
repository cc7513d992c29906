import { expect, test } from 'vitest';
import { sizesOf } from './convolutional-sizes.ts';

test('each layer halves the image', () => {
  const { small, size, activation } = sizesOf('net', { shape: [28, 12, 3], channels: [8, 16] }, {});
  expect([small, size, activation]).toEqual([[7, 3], 3, 'elu']);
});

test.each<[object, string]>([
  [{ shape: [28, 6, 1] }, 'net: expected channels of at most 1 layers, as often as 28x6 can be halved, got 2 layers'],
  [{ shape: [28, 28] }, 'net: expected shape to be [height, width, channels], got [28, 28]'],
  [{ channels: [8, 0] }, 'net: expected channels'],
  [{ channels: 8 }, 'net: expected channels to be a list'],
  [{ size: 0 }, 'net: expected size'],
  [{ context: 0 }, 'net: expected context'],
])('sizes of %j are refused', (options, message) => {
  expect(() => sizesOf('net', { shape: [28, 28, 1], channels: [8, 16], ...options }, {})).toThrow(message);
});
