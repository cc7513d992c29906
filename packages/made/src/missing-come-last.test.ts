import { expect, test } from 'vitest';
import { missingComeLast } from './missing-come-last.ts';

test('the missing elements come last by the degrees of the elements, not by their places', () => {
  expect(missingComeLast([false, true, true], [1, 2, 3])).toBe(true);
  expect(missingComeLast([false, true, true], [1, 3, 2])).toBe(true);
  expect(missingComeLast([false, true, false], [1, 3, 2])).toBe(true);
  expect(missingComeLast([false, true, false], [1, 2, 3])).toBe(false);
  expect(missingComeLast([true, false, false], [1, 2, 3])).toBe(false);
  expect(missingComeLast([true, true], [2, 1])).toBe(true);
  expect(missingComeLast([false, false], [2, 1])).toBe(true);
});
