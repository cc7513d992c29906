import { expect, test } from 'vitest';
import { latinHypercube } from './latin-hypercube.ts';
import { rng } from './rng.ts';

test('along each axis the points are the midpoints of equal parts, each once', () => {
  const points = latinHypercube(8, 5, rng(1));
  for (let d = 0; d < 5; d++) {
    const axis = points.map((point) => point[d] as number).sort((a, b) => a - b);
    expect(axis).toEqual([0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5].map((middle) => middle / 8));
  }
});

test('the mean of a sum over many axes is that of the midpoint rule', () => {
  const points = latinHypercube(8, 100, rng(1));
  const mean = points.reduce((sum, u) => sum + u.reduce((inner, value) => inner + value, 0), 0) / 8;
  expect(mean).toBeCloseTo(50, 5);
});

test('the axes have orders of their own, which the generator decides', () => {
  const first = (seed: number) => [...(latinHypercube(64, 64, rng(seed))[0] as Float32Array)];
  expect(new Set(first(1)).size).toBeGreaterThan(20);
  expect(first(1)).toEqual(first(1));
  expect(first(1)).not.toEqual(first(2));
});
