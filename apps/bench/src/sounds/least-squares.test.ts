import { rng } from '@flows/core';
import { expect, test } from 'vitest';
import { leastSquares } from './least-squares.ts';

test('weights of a sum with noise come back, and what the noise has for its variance', () => {
  const random = rng('least squares');
  const fit = leastSquares(3);
  for (let row = 0; row < 20_000; row++) {
    const [a = 0, b = 0, noise = 0] = random.normals(3);
    fit.add([a, b, 1], 2 * a - b + 0.5 + 0.1 * noise);
  }
  const { weights, variance } = fit.solve();
  for (const [i, weight] of [2, -1, 0.5].entries()) expect(weights[i]).toBeCloseTo(weight, 2);
  expect(variance).toBeCloseTo(0.01, 3);
});

test('an exact line leaves nothing', () => {
  const fit = leastSquares(2);
  for (const x of [1, 2, 3]) fit.add([x, 1], 3 * x - 1);
  const { weights, variance } = fit.solve();
  expect([...weights]).toEqual([expect.closeTo(3, 6), expect.closeTo(-1, 6)]);
  expect(variance).toBeCloseTo(0, 6);
});

test('columns that are 0, or alike, have finite weights', () => {
  const fit = leastSquares(3);
  for (const x of [1, 2, 3]) fit.add([x, x, 0], 2 * x);
  const { weights } = fit.solve();
  expect((weights[0] as number) + (weights[1] as number)).toBeCloseTo(2, 5);
  expect(weights.every(Number.isFinite)).toBe(true);
});
