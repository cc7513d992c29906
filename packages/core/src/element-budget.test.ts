import { expect, test } from 'vitest';
import { largestSize, spend, withinBudget } from './element-budget.ts';

test('a budget counts all that is spent within it, and is gone after a throw', () => {
  expect(() =>
    withinBudget(5, () => {
      spend(4);
      spend(2);
    }),
  ).toThrow('the config asks for 2 numbers where the file holds 1 more');
  spend(1e12);
});

test('a budget within a budget is its own', () => {
  withinBudget(5, () => {
    withinBudget(10, () => spend(10));
    spend(5);
  });
});

test('sizes are bounded within a budget, small ones by a constant', () => {
  expect(largestSize()).toBe(Infinity);
  expect(withinBudget(3, largestSize)).toBe(65536);
  expect(withinBudget(1e6, largestSize)).toBe(1e6);
});
