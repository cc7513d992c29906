import { expect, test } from 'vitest';
import { mostWaveNetLayers } from './most-wave-net-layers.ts';

test('its last layer reaches back less than the sounds are long, and one layer more would not', () => {
  expect([2, 3, 4, 5, 512, 513, 1024].map((length) => mostWaveNetLayers({ length }))).toEqual([1, 2, 2, 3, 9, 10, 10]);
  expect([3, 5, 6].map((length) => mostWaveNetLayers({ length, filter: 3 }))).toEqual([1, 2, 2]);
});

test('where none fits it is one, which is then refused by name', () => {
  expect(mostWaveNetLayers({ length: 1 })).toBe(1);
  expect(mostWaveNetLayers({ length: 8, filter: 1 })).toBe(1);
});
