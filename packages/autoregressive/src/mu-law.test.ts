import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { muLaw } from './mu-law.ts';

describe.each([2, 3, 16, 256, 1000])('μ-law of %i levels', (levels) => {
  const { encode, decode } = muLaw({ levels });
  const mu = levels - 1;
  const f = (x: number) => (Math.sign(x) * Math.log1p(mu * Math.abs(x))) / Math.log1p(mu);
  const all = Float32Array.from({ length: levels }, (_, k) => k);

  test('every level stands for a sample that has this level', () => {
    expect(encode(decode(all))).toEqual(all);
    expect([...encode(decode(tf.tensor1d(all))).dataSync()]).toEqual([...all]);
  });

  test('what comes back is within half a step of the companded sample', () => {
    const x = rng(levels).uniform([500]).mul(2).sub(1) as tf.Tensor1D;
    const back = decode(encode(x)).dataSync();
    x.dataSync().forEach((value, i) => {
      expect(Math.abs(f(value) - f(back[i] as number))).toBeLessThan((1 / mu) * (1 + 1e-5));
    });
  });

  test('arrays of numbers have the levels and samples that tensors have', () => {
    const x = Float32Array.from({ length: 101 }, (_, i) => Math.fround(i / 50.1 - 0.99));
    expect([...encode(tf.tensor1d(x)).dataSync()]).toEqual([...encode(x)]);
    expectClose(decode(tf.tensor1d(all)), [...decode(all)], { tolerance: 1e-6 });
  });
});

test('silence is halfway between two levels, and has the upper one, in arrays as in tensors', () => {
  for (const levels of [2, 4, 16, 254, 256]) {
    const { encode } = muLaw({ levels });
    expect([...encode([0]), ...encode(tf.tensor1d([0])).dataSync()]).toEqual([levels / 2, levels / 2]);
  }
});

test('it is the companding of the paper', () => {
  const { encode, decode, levels } = muLaw();
  expect(levels).toBe(256);
  // f(0.1) = ln(26.5) / ln(256) = 0.590972: 127.5 · 1.590972 = 202.85.
  expect([...encode([-1, -0.1, 0.1, 1])]).toEqual([0, 52, 203, 255]);
  // (256^(1/255) - 1) / 255.
  expect(decode([128])[0]).toBeCloseTo(8.6212e-5, 8);
});

test('samples out of range are clipped, levels too, and NaN stays NaN', () => {
  const { encode, decode } = muLaw({ levels: 16 });
  const [x, k] = [
    [-3, 2, Number.NaN, Infinity],
    [-1, 16, Number.NaN, 15],
  ];
  for (const [coded, samples] of [
    [encode(x), decode(k)],
    [encode(tf.tensor2d([x])).dataSync(), decode(tf.tensor2d([k])).dataSync()],
  ]) {
    expect([...(coded as Float32Array)]).toEqual([0, 15, Number.NaN, 15]);
    expect((samples as Float32Array)[2]).toBeNaN();
    [-1, 1, Number.NaN, 1].forEach((value, i) => void (i === 2 || expect(samples?.[i]).toBeCloseTo(value, 5)));
  }
});

test('tensors keep their shape, whole numbers are taken, and nothing leaks', () => {
  const { encode, decode } = muLaw({ levels: 4 });
  const k = tf.tensor2d([[0, 1, 2]], [1, 3], 'int32');
  expectNoLeak(() => {
    const x = decode(k);
    expect([x.shape, x.dtype]).toEqual([[1, 3], 'float32']);
    tf.dispose([x, encode(x)]);
  });
});

test('fewer than two levels are refused', () => {
  expect(() => muLaw({ levels: 1 })).toThrow('muLaw: expected levels to be a whole number of at least 2, got 1');
});
