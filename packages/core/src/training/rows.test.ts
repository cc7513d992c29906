import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { Rows } from './rows.ts';

test.each([
  ['bytes', { data: Uint8Array.of(1, 2, 3, 255, 5, 6), shape: [3, 2] }],
  ['float64', { data: Float64Array.of(1, 2, 3, 255, 5, 6), shape: [3, 2] }],
])('rows of %s come as float32, in the order that is asked for', async (_, source) => {
  const rows = await Rows.from('rows', source, [2]);
  const batch = rows.batch(1, 3, [0, 2, 1]);
  expect(batch.dtype).toBe('float32');
  expect(batch.arraySync()).toEqual([
    [5, 6],
    [3, 255],
  ]);
  expect(rows.batch(1, 2).arraySync()).toEqual([[3, 255]]);
});

test('rows of scalars have no further axis', async () => {
  const rows = await Rows.from('rows', tf.tensor1d([4, 5]), []);
  expect(rows.batch(0, 2).shape).toEqual([2]);
});

test('a float64 that float32 cannot hold is refused', async () => {
  const failure = Rows.from('rows', { data: Float64Array.of(0, 1e300), shape: [2, 1] });
  await expect(failure).rejects.toThrow('got 1e+300 in row 1, column 0');
});
