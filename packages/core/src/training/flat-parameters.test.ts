import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { FlatParameters } from './flat-parameters.ts';

const make = () =>
  new FlatParameters(
    new Map<string, tf.Variable>([
      ['kernel', tf.variable(tf.tensor2d([1, 2, 3, 4], [2, 2]))],
      ['count', tf.variable(tf.scalar(7, 'int32'), false)],
      ['begun', tf.variable(tf.scalar(true, 'bool'), false)],
    ]),
  );

test('values are read in the order of the variables, and views share them', async () => {
  const flat = make();
  await flat.read();
  expect([...flat.values]).toEqual([1, 2, 3, 4, 7, 1]);
  flat.values[4] = 9;
  expect([...(flat.views().get('count') ?? [])]).toEqual([9]);
});

test('written values keep type and shape, and do not follow later changes of the array', () => {
  const flat = make();
  flat.values.set([5, 6, 7, 8, 3, 0]);
  const before = tf.memory().numTensors;
  flat.write();
  flat.values.fill(0);
  expect(tf.memory().numTensors).toBe(before);
  expect(flat.variables.get('kernel')?.arraySync()).toEqual([
    [5, 6],
    [7, 8],
  ]);
  expect(flat.variables.get('count')?.dtype).toBe('int32');
  expect(flat.variables.get('count')?.dataSync()[0]).toBe(3);
  expect(flat.variables.get('begun')?.dtype).toBe('bool');
  expect(flat.variables.get('begun')?.dataSync()[0]).toBe(0);
});
