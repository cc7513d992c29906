import { expect, test } from 'vitest';
import type { DataSet } from '../data-set.ts';
import { imagePairs } from './image-pairs.ts';

const data = (of: Partial<DataSet>) => ({ test: { data: new Uint8Array(5), shape: [5, 1] }, ...of }) as DataSet;

test('where classes are known the two images are of classes half of all apart, with examples of both', () => {
  const labels = { train: Uint8Array.of(2, 0, 0, 3), test: Uint8Array.of(3, 2, 0, 2, 1) };
  expect(imagePairs(data({ labels, classes: 4 }))).toEqual([
    { from: 2, to: 1, classes: [0, 2], examples: [[1, 2], [0]] },
    // Class 1 has no example to train on.
  ]);
});

test('where none are known they are the first images, two by two', () => {
  expect(imagePairs(data({}))).toEqual([
    { from: 0, to: 1 },
    { from: 2, to: 3 },
  ]);
});
