import { DataError, rng } from '@flows/core';
import { expect, test } from 'vitest';
import { bitsASample } from './bits-a-sample.ts';

test('bits a sample are all bits over all samples, whatever the recordings have', () => {
  const { mean } = bitsASample([-8 * Math.LN2, -1 * Math.LN2], [2, 1]);
  expect(mean).toBeCloseTo(3, 12);
});

test('of recordings of one length they are bits a dimension, with its standard error', () => {
  const { mean, standardError } = bitsASample([-4 * Math.LN2, -8 * Math.LN2], [4, 4]);
  expect([mean, standardError]).toEqual([1.5, 0.5].map((bits) => expect.closeTo(bits, 12)));
});

test('the standard error is what the ratio varies by from one test set to another', () => {
  const random = rng('bits');
  const draw = () => {
    const counts = Array.from(random.uniforms(50), (u) => 100 + Math.floor(100 * u));
    const noise = random.normals(50);
    return bitsASample(
      counts.map((n, i) => -(5 * n + 30 * (noise[i] as number)) * Math.LN2),
      counts,
    );
  };
  const draws = Array.from({ length: 400 }, draw);
  const spread = Math.sqrt(draws.reduce((sum, { mean }) => sum + (mean - 5) ** 2, 0) / draws.length);
  const told = draws.reduce((sum, { standardError }) => sum + standardError, 0) / draws.length;
  expect(told / spread).toBeGreaterThan(0.9);
  expect(told / spread).toBeLessThan(1.1);
});

test('no samples are refused', () => {
  expect(() => bitsASample([], [])).toThrow(DataError);
});
