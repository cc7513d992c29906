import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { DomainError } from '../errors.ts';
import { Gaps } from './gaps.ts';

const gap = Number.NaN;
const rows = tf.tensor3d([
  [[1], [gap]],
  [[3], [4]],
  [[gap], [6]],
]);

test('rows of any event are taken with where they have gaps, and filled there alone', async () => {
  const gaps = await Gaps.from(rows);
  expect([0, 1, 2].map((row) => gaps.missingOf(row))).toEqual([
    [false, true],
    [false, false],
    [true, false],
  ]);
  const { x, missing } = gaps.batch([2, 0]);
  expect(x.arraySync()).toEqual([
    [[gap], [6]],
    [[1], [gap]],
  ]);
  expect([missing.dtype, missing.arraySync()]).toEqual([
    'bool',
    [
      [[1], [0]],
      [[0], [1]],
    ],
  ]);
  gaps.fill([2, 0], [50, 60, 10, 20]);
  expect(gaps.toTensor().arraySync()).toEqual([
    [[1], [20]],
    [[3], [4]],
    [[50], [6]],
  ]);
});

test('a gap is not filled with what is no number', async () => {
  const gaps = await Gaps.from(rows);
  expect(() => gaps.fill([2], [gap, 6])).toThrow(DomainError);
  expect(() => gaps.fill([2], [Infinity, 6])).toThrow('impute: the model gives Infinity for row 2, column 0');
});
