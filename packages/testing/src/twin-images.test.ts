import { expect, test } from 'vitest';
import { twinImages, twinLevels } from './twin-images.ts';

test('images are 17 levels, dequantized, behind a logit, and lightest at their place', () => {
  const images = twinImages('rows', 5);
  expect(images).toHaveLength(5 * 64);
  const levels = Array.from(images, (x) => Math.floor((17 * (1 / (1 + Math.exp(-x)) - 0.05)) / 0.9));
  expect(Math.min(...levels)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...levels)).toBeLessThanOrEqual(16);
  for (let image = 0; image < 5; image++) {
    const lightest = Math.max(...levels.slice(64 * image, 64 * (image + 1)));
    expect(lightest).toBeGreaterThanOrEqual(12);
  }
});

test('a name has its images, whatever is drawn beside them', () => {
  expect(twinImages('rows', 2)).toEqual(twinImages('rows', 3).subarray(0, 128));
  expect(twinImages('batch 0', 2)).not.toEqual(twinImages('rows', 2));
});

test('levels are whole numbers below as many as are asked for, lightest at the same places', () => {
  const levels = twinLevels('rows', 5, 4);
  expect([...new Set(levels)].sort()).toEqual([0, 1, 2, 3]);
  expect(Math.max(...levels.slice(0, 64))).toBe(3);
  expect(twinLevels('rows', 2, 4)).toEqual(levels.subarray(0, 128));
});
