import { expect, test } from 'vitest';
import { clipByGlobalNorm } from './clip-by-global-norm.ts';

test('a longer gradient keeps its direction and takes the norm of the limit', () => {
  const gradients = Float32Array.of(3, 4);
  expect(clipByGlobalNorm(gradients, 1)).toBe(5);
  expect(gradients[0]).toBeCloseTo(0.6, 6);
  expect(gradients[1]).toBeCloseTo(0.8, 6);
});

test('a shorter gradient stays as it is', () => {
  const gradients = Float32Array.of(3, 4);
  expect(clipByGlobalNorm(gradients, 5)).toBe(5);
  expect([...gradients]).toEqual([3, 4]);
});

test('the norm tells of a gradient that is not finite, and is finite where its square is not in float32', () => {
  expect(clipByGlobalNorm(Float32Array.of(1, Number.NaN), 1)).toBeNaN();
  expect(clipByGlobalNorm(Float32Array.of(-Infinity), 1)).toBe(Infinity);
  expect(clipByGlobalNorm(Float32Array.of(1e30))).toBeCloseTo(Math.fround(1e30), -25);
});
