import { expect, test } from 'vitest';
import { bitsPerDim } from './bits-per-dim.ts';
import { ConfigError } from './errors.ts';

test('uniform data of 8 bits cost 8 bits a dimension, by their mass and by a density on [0, 1)', () => {
  const dims = 3;
  expect(bitsPerDim([-dims * Math.log(256)], { dims }).mean).toBeCloseTo(8, 12);
  expect(bitsPerDim([0], { dims, levels: 256 }).mean).toBeCloseTo(8, 12);
});

test('the standard error is in the same unit, and a change of scale leaves it', () => {
  const logProbs = [-1, -2, -6].map((value) => value * Math.LN2 * 2);
  const { standardError } = bitsPerDim(logProbs, { dims: 2 });
  expect(standardError).toBeCloseTo(Math.sqrt(7 / 3), 12);
  expect(bitsPerDim(logProbs, { dims: 2, levels: 16 }).standardError).toBe(standardError);
});

test('dimensions and levels are whole numbers', () => {
  expect(() => bitsPerDim([0], { dims: 0 })).toThrow(ConfigError);
  expect(() => bitsPerDim([0], { dims: 2, levels: 0.5 })).toThrow(ConfigError);
});
