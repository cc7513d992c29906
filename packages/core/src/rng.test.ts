import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from './rng.ts';

const mean = (values: ArrayLike<number>, of = (x: number) => x) =>
  Array.from(values).reduce((sum, value) => sum + of(value), 0) / values.length;

test('uniform numbers lie in the open interval (0, 1), with the moments of the uniform distribution', () => {
  const values = rng(0).uniforms(200_000);
  expect(Math.min(...values.slice(0, 1e5))).toBeGreaterThan(0);
  expect(Math.max(...values.slice(0, 1e5))).toBeLessThan(1);
  // Four standard errors of each moment.
  expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan((4 * Math.sqrt(1 / 12)) / Math.sqrt(2e5));
  expect(Math.abs(mean(values, (x) => x * x) - 1 / 3)).toBeLessThan((4 * Math.sqrt(4 / 45)) / Math.sqrt(2e5));
});

test('normal numbers have the moments of the normal distribution', () => {
  const values = rng('normal').normals(200_001);
  expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(2e5));
  expect(Math.abs(mean(values, (x) => x ** 2) - 1)).toBeLessThan((4 * Math.sqrt(2)) / Math.sqrt(2e5));
  expect(Math.abs(mean(values, (x) => x ** 4) - 3)).toBeLessThan((4 * Math.sqrt(96)) / Math.sqrt(2e5));
});

test('tensors are made of the same numbers as lists', () => {
  tf.tidy(() => {
    expect(rng(3).normal<tf.Rank.R2>([2, 3]).dataSync()).toEqual(rng(3).normals(6));
    expect(rng(3).uniform([4]).dataSync()).toEqual(rng(3).uniforms(4));
  });
});

test('the same seed gives the same numbers, another seed others; 0 and "0" differ', () => {
  expect(rng(1).uniforms(5)).toEqual(rng(1).uniforms(5));
  const seeds = [0, 1, 2, -1, 0.5, '0', '1', 'a', ''];
  expect(new Set(seeds.map((seed) => rng(seed).uniforms(2).join())).size).toBe(seeds.length);
});

test('the numbers of a seed never change', () => {
  expect([...rng(0).uniforms(3)]).toEqual([0.6567675471305847, 0.5827059149742126, 0.8275867104530334]);
});

test('a fork depends on the seed and its label, not on what was drawn', () => {
  const parent = rng(7);
  const before = parent.fork('a').uniforms(3);
  parent.uniforms(10);
  expect(parent.fork('a').uniforms(3)).toEqual(before);
  expect(parent.fork('b').uniforms(3)).not.toEqual(before);
  expect(rng(8).fork('a').uniforms(3)).not.toEqual(before);
  expect(rng(7).fork(1).uniforms(3)).not.toEqual(rng(7).fork('1').uniforms(3));
});

test('forks are uncorrelated with each other and with their parent', () => {
  const [parent, a, b] = [rng(0), rng(0).fork(1), rng(0).fork(2)].map((one) => one.normals(1e5)) as Float32Array[];
  for (const [x, y] of [
    [parent, a],
    [parent, b],
    [a, b],
  ] as [Float32Array, Float32Array][]) {
    expect(Math.abs(mean(x.map((value, i) => value * (y[i] as number))))).toBeLessThan(4 / Math.sqrt(1e5));
  }
});

test('a generator goes on from its state, through JSON', () => {
  const one = rng(5);
  one.normals(7);
  const other = rng.restore(JSON.parse(JSON.stringify(one.state)));
  expect(other.uniforms(4)).toEqual(one.uniforms(4));
  expect(other.fork('x').uniforms(2)).toEqual(one.fork('x').uniforms(2));
});

test('a permutation holds each number once, and all orders are as likely', () => {
  const generator = rng(0);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = generator.permutation(3).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(1000));
  expect(generator.permutation(0)).toEqual([]);
});

test('integers lie below their bound, and all are as likely', () => {
  const generator = rng(1);
  const counts = [0, 0, 0];
  for (let i = 0; i < 3000; i++) {
    const value = generator.integer(3);
    counts[value] = (counts[value] as number) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(1000));
});

test('what is no seed and no state is refused', () => {
  expect(() => rng(Number.NaN)).toThrow('rng: expected the seed to be a finite number or a string, got NaN');
  expect(() => rng.restore({ key: [1], words: [1, 2, 3, 4] })).toThrow('rng.restore');
  expect(() => rng(0).integer(0)).toThrow('below');
});
