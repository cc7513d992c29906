import { expect, test } from 'vitest';
import { basePoints } from './base-points.ts';
import { standardNormal } from './distributions/standard-normal.ts';
import { uniform } from './distributions/uniform.ts';

const pointsOf = (base: ReturnType<typeof standardNormal>, count: number, seed = 'points') =>
  basePoints(base, count, seed).map((point) => [...point().dataSync()]);

test('points of the standard normal have its mean and variance more nearly than draws have', () => {
  const first = pointsOf(standardNormal({ eventShape: [2] }), 64).map(([z]) => z as number);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.abs(mean(first))).toBeLessThan(0.02);
  expect(Math.abs(mean(first.map((z) => z ** 2)) - 1)).toBeLessThan(0.06);
});

test('a seed has its points, and another seed others, of any base', () => {
  for (const base of [standardNormal({ eventShape: [3] }), uniform({ eventShape: [3] })]) {
    expect(pointsOf(base, 4)).toEqual(pointsOf(base, 4));
    expect(pointsOf(base, 4, 'others')).not.toEqual(pointsOf(base, 4));
  }
});
