import { expect, test } from 'vitest';
import { ratiosOf } from './ratios.ts';

test('the ratio of a comparison is the median of its rounds, not the ratio of the medians', () => {
  const rounds = [
    { ours: 1, peer: 2 },
    { ours: 3, peer: 12 },
    { ours: 2, peer: 1 },
  ];
  expect(ratiosOf(rounds)).toEqual({ each: [0.5, 0.25, 2], median: 0.5, min: 0.25, max: 2 });
});

test('what slows both in a round does not move its ratio', () => {
  const quiet = { ours: 4, peer: 8 };
  expect(ratiosOf([quiet, { ours: 400, peer: 800 }]).each).toEqual([0.5, 0.5]);
});
