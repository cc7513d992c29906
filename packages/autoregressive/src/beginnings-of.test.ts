import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { beginningsOf } from './beginnings-of.ts';

const ofRow = (values: number[], joint = 1) => {
  const { values: there, isMissing, gaps } = beginningsOf(tf.tensor2d([values]), joint);
  return [there, isMissing, gaps].map((tensor) => [...tensor.dataSync()]);
};

test.each<[string, number[], number, number[], number[]]>([
  ['a whole row', [3, 0, 1], 1, [3, 0, 1], [0, 0, 0]],
  ['a beginning', [3, NaN, NaN], 1, [3, 0, 0], [0, 1, 1]],
  ['one element', [2], 1, [2], [0]],
  ['no element of one', [NaN], 1, [0], [1]],
  ['groups', [3, 1, NaN, NaN], 2, [3, 1, 0, 0], [0, 1]],
  ['nothing', [NaN, NaN], 2, [0, 0], [1]],
])('%s is parted into what is there and what is missing', (_, row, joint, there, missing) => {
  expect(ofRow(row, joint)).toEqual([there, missing, [0]]);
});

test.each<[string, number[], number]>([
  ['a gap before the end', [3, NaN, 1], 1],
  ['a gap at the beginning', [NaN, 1], 1],
  ['a part of a group', [3, 1, 2, NaN], 2],
  ['a part of a group, its first', [3, 1, NaN, 2], 2],
])('%s is none, and NaN tells', (_, row, joint) => {
  expect(ofRow(row, joint)[2]).toEqual([NaN]);
});

test('rows are parted by themselves', () => {
  const { gaps } = beginningsOf(
    tf.tensor2d([
      [1, NaN],
      [NaN, 1],
      [1, 1],
    ]),
    1,
  );
  expect([...gaps.dataSync()]).toEqual([0, NaN, 0]);
});
