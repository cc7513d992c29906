import { expect, test } from 'vitest';
import { waveNetReceptiveField } from './wave-net-receptive-field.ts';

test('of the dilations of the paper it is one sample beyond its 1024, by the first convolution', () => {
  expect(waveNetReceptiveField({ layers: 10, stacks: 1, filter: 2 })).toBe(1024 + 1);
});

test('each stack adds what its dilations add up to, k - 1 times', () => {
  expect(waveNetReceptiveField({ layers: 10, stacks: 3, filter: 2 })).toBe(2 + 3 * 1023);
  expect(waveNetReceptiveField({ layers: 1, stacks: 1, filter: 3 })).toBe(3 + 2);
  expect(waveNetReceptiveField({ layers: 4, stacks: 2, filter: 3 })).toBe(3 + 2 * 2 * 15);
});
