import { expect, test } from 'vitest';
import { averagingDecayAt } from './averaging-decay.ts';

test('early updates forget the initial weights, late ones decay as asked for', () => {
  expect(averagingDecayAt(0.999, 1)).toBeCloseTo(2 / 11, 12);
  expect(averagingDecayAt(0.999, 100)).toBeCloseTo(101 / 110, 12);
  expect(averagingDecayAt(0.75, 1e6)).toBe(0.75);
});
