import { expect, test } from 'vitest';
import { moveAverage } from './moving-average.ts';

test('the average of constant weights is those weights, and early updates weigh more', () => {
  const average = Float32Array.of(0);
  moveAverage(average, Float32Array.of(1), 0.999, 1);
  expect(average[0]).toBeCloseTo(9 / 11, 6);
  for (let t = 2; t < 200; t++) moveAverage(average, Float32Array.of(1), 0.999, t);
  expect(average[0]).toBeCloseTo(1, 6);
});

test('a late update moves the average by 1 - decay of the way', () => {
  const average = Float32Array.of(2);
  moveAverage(average, Float32Array.of(4), 0.75, 1e6);
  expect(average[0]).toBe(2.5);
});
