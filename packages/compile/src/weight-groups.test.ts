import { FlatParameters } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { CompileError } from './compile-error.ts';
import { weightGroups } from './weight-groups.ts';

test('small neighbours go together and large weights alone, without a gap', () => {
  const sizes = [10, 20, 20000, 30, 40, 30000, 40000, 1];
  const variables = sizes.map((size, i) => [String(i), tf.variable(tf.zeros([size]))] as const);
  const groups = weightGroups(new FlatParameters(new Map(variables)));
  expect(groups.map(({ variables }) => variables.map(({ size }) => size))).toEqual([
    [10, 20],
    [20000],
    [30, 40],
    [30000],
    [40000],
    [1],
  ]);
  expect(groups.map(({ start, size }) => [start, size])).toEqual([
    [0, 30],
    [30, 20000],
    [20030, 70],
    [20100, 30000],
    [50100, 40000],
    [90100, 1],
  ]);
  for (const [, variable] of variables) variable.dispose();
});

test('a weight of another type than float32 is refused by its path', () => {
  const count = tf.variable(tf.tensor1d([1], 'int32'));
  const grouping = () => weightGroups(new FlatParameters(new Map([['layer.count', count]])));
  expect(grouping).toThrow(CompileError);
  expect(grouping).toThrow('got layer.count of int32; make it by parameter');
  count.dispose();
});
