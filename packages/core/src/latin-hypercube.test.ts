import { expect, test } from 'vitest';
import { latinHypercube } from './latin-hypercube.ts';
import { rng } from './rng.ts';

test('along each axis there is one point in each of equal parts', () => {
  const points = latinHypercube(8, 5, rng(1));
  for (let d = 0; d < 5; d++) {
    const axis = points.map((point) => point[d] as number).sort((a, b) => a - b);
    expect(axis.map((u) => Math.floor(8 * u))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }
});

test('means over the points are those of the cube, over seeds, also of what is not linear', () => {
  // E u² = 1/3. Midpoints would be off by 1/(12 · 4²) = 0.0052 at every seed; five standard errors here are below 0.0016.
  const means = Array.from({ length: 2000 }, (_, seed) => {
    const points = latinHypercube(4, 10, rng(seed));
    return points.reduce((sum, u) => sum + u.reduce((inner, value) => inner + value ** 2, 0), 0) / 40;
  });
  expect(Math.abs(means.reduce((sum, value) => sum + value, 0) / 2000 - 1 / 3)).toBeLessThan(0.0016);
});

test('the axes have orders of their own, which the generator decides', () => {
  const first = (seed: number) => [...(latinHypercube(64, 64, rng(seed))[0] as Float32Array)];
  expect(new Set(first(1)).size).toBeGreaterThan(20);
  expect(first(1)).toEqual(first(1));
  expect(first(1)).not.toEqual(first(2));
});
