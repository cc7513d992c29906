import { ConfigError, type NumericArray } from '@flows/core';
import { digits } from '@flows/datasets';
import { expect, test } from 'vitest';
import { labelledFolds } from './labelled-folds.ts';

const pixelsOf = ({ data }: NumericArray, row: number) => data.subarray(64 * row, 64 * row + 64).join();

test('the folds of the digits have every image once in a test, each with its class', async () => {
  const { images, labels } = digits();
  const counts = new Map<string, number>();
  const count = (key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by);
  for (const [row, label] of labels.data.entries()) count(`${label}: ${pixelsOf(images, row)}`, 1);
  const foldOf = await labelledFolds('digits', 10);
  for (let fold = 0; fold < 10; fold++) {
    const { test, labels } = foldOf(fold);
    for (const [row, label] of labels.test.entries()) count(`${label}: ${pixelsOf(test, row)}`, -1);
  }
  expect([...counts.values()].every((left) => left === 0)).toBe(true);
});

test('a fold’s training rows are none of its test, and it has them with their labels', async () => {
  const { train, validation, test, labels, classes, levels } = (await labelledFolds('digits', 10))(4);
  const kept = new Set(Array.from(labels.test, (_, row) => pixelsOf(test, row)));
  expect(Array.from(labels.train, (_, row) => pixelsOf(train, row)).some((pixels) => kept.has(pixels))).toBe(false);
  expect([labels.train.length, labels.validation.length]).toEqual([train.shape[0], validation.shape[0]]);
  expect([classes, levels]).toEqual([10, 17]);
});

test('data without classes is refused', async () => {
  await expect(labelledFolds('moons', 10)).rejects.toThrow(ConfigError);
  await expect(labelledFolds('moons', 10)).rejects.toThrow('digits or mnist, got moons');
});
