import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { flatZeros } from './flat-memory.ts';
import { clippingScale, globalNorm } from './global-norm.ts';

const flat = (values: Float32Array) => {
  const array = flatZeros(values.length);
  array.set(values);
  return array;
};

const homes: [string, (values: Float32Array) => Float32Array][] = [
  ['an ordinary array', (values) => values],
  ['SIMD', flat],
];

test.each(homes)('the norm on %s is that of float64 at every length', (_, make) => {
  for (const length of [1, 3, 4, 7, 8, 15, 16, 17, 33, 100_003]) {
    const gradients = make(rng(length).normals(length));
    const squares = gradients.reduce((sum, g) => sum + g * g, 0);
    expect(globalNorm(gradients) / Math.sqrt(squares)).toBeCloseTo(1, 12);
  }
});

test.each(homes)(
  'the norm on %s tells of a gradient that is not finite, and is finite where its square is not in float32',
  (_, make) => {
    for (let at = 0; at < 9; at++) {
      const one = make(new Float32Array(9).fill(1));
      one[at] = Number.NaN;
      expect(globalNorm(one)).toBeNaN();
      one[at] = -Infinity;
      expect(globalNorm(one)).toBe(Infinity);
      one[at] = 1e30;
      expect(globalNorm(one)).toBeCloseTo(Math.fround(1e30), -25);
    }
  },
);

test('a longer gradient is scaled to the limit, a shorter one is left as it is', () => {
  expect(clippingScale(5, 1)).toBe(0.2);
  expect(clippingScale(5, 5)).toBe(1);
  expect(clippingScale(0, 0)).toBe(1);
  expect(clippingScale(5)).toBe(1);
});
