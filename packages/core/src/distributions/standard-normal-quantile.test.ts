import { expect, test } from 'vitest';
import { standardNormalQuantile } from './standard-normal-quantile.ts';

// By mpmath 1.3 in 60 digits: findroot(lambda z: log(erfc(-z / sqrt(2)) / 2) - log(p)).
test.each([
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798407],
  [2 ** -24, -5.294704084854598],
  [0.001, -3.0902323061678136],
  [0.07, -1.4757910281791706],
  [0.1, -1.2815515655446004],
  [0.3, -0.5244005127080408],
  [0.6, 0.2533471031357997],
  [0.925, 1.4395314709384561],
  [0.975, 1.9599639845400538],
  [1 - 2 ** -24, 5.294704084854598],
])('of %d it is %d to 15 digits', (p, z) => {
  expect(Math.abs(standardNormalQuantile(p) / z - 1)).toBeLessThan(1e-15);
});

test('of a half it is 0, and of 0 and 1 infinite', () => {
  expect([0, 0.5, 1].map(standardNormalQuantile)).toEqual([-Infinity, 0, Infinity]);
});
