import { ConfigError, DataError, rng } from '@flows/core';
import { expect, test } from 'vitest';
import { split } from './split.ts';

const counted = (rows: number) => ({ data: Float32Array.from({ length: 2 * rows }, (_, i) => i), shape: [rows, 2] });

test('the last tenth is the test, and a tenth of the rest validation', () => {
  const { train, validation, test } = split(counted(45_730), { rng: rng(0) });
  expect([train.shape, validation.shape, test.shape]).toEqual([
    [37_042, 2],
    [4115, 2],
    [4573, 2],
  ]);
});

test('every row goes to one part, whole', () => {
  const { train, validation, test } = split(counted(50), { rng: rng(0), test: 0.2, validation: 0.25 });
  const rows = [train, validation, test].flatMap(({ data }) => [...data]);
  expect(rows.filter((_, i) => i % 2 === 0).every((first, row) => rows[2 * row + 1] === first + 1)).toBe(true);
  expect(rows.toSorted((a, b) => a - b)).toEqual([...counted(50).data]);
});

test('the same seed gives the same split and another seed another', () => {
  expect(split(counted(50), { rng: rng(1) })).toEqual(split(counted(50), { rng: rng(1) }));
  expect(split(counted(50), { rng: rng(1) })).not.toEqual(split(counted(50), { rng: rng(2) }));
});

test('generators of the same state keep the rows of two arrays together', () => {
  const root = rng(3);
  const images = split(counted(40), { rng: root.fork('split') });
  const labels = split(
    { data: Float32Array.from({ length: 40 }, (_, i) => 2 * i), shape: [40] },
    { rng: root.fork('split') },
  );
  expect([...labels.test.data]).toEqual([...images.test.data].filter((_, i) => i % 2 === 0));
});

test('a part of nothing may be asked for, but none may come out empty by itself', () => {
  expect(split(counted(5), { rng: rng(0), test: 0, validation: 0.2 }).test.shape).toEqual([0, 2]);
  expect(() => split(counted(5), { rng: rng(0) })).toThrow(DataError);
  expect(() => split(counted(5), { rng: rng(0), test: 1 })).toThrow(ConfigError);
});
