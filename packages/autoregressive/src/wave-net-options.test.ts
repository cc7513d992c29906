import { ConfigError } from '@flows/core';
import { expect, test } from 'vitest';
import { requireWaveNetSizes } from './wave-net-options.ts';

const sizes = {
  length: 64,
  inputs: 1,
  parameters: 4,
  channels: 8,
  skip: 8,
  layers: 6,
  stacks: 2,
  filter: 2,
  stride: 16,
};

test('layers that reach back less than the sounds are long are taken', () => {
  expect(() => requireWaveNetSizes(sizes)).not.toThrow();
  expect(() => requireWaveNetSizes({ ...sizes, context: 3 })).not.toThrow();
});

test.each([
  ['one layer too many', { layers: 7 }, 'take at most 6'],
  ['a filter longer than the sounds', { layers: 1, filter: 65 }, 'take a filter of at most 64'],
  ['a filter of one sample', { filter: 1 }, 'expected filter'],
  ['a stride beyond the sounds', { stride: 65 }, 'expected a stride of at most the length, 64, got 65'],
  ['no channel', { channels: 0 }, 'expected channels'],
])('%s is refused with its cure', (_, change, message) => {
  expect(() => requireWaveNetSizes({ ...sizes, ...change })).toThrow(ConfigError);
  expect(() => requireWaveNetSizes({ ...sizes, ...change })).toThrow(message);
});
