import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { placeApart, subsample } from './subsample.ts';

test('every so many-th place is kept, and goes back to where it was', () => {
  const x = tf.range(0, 24).reshape<tf.Tensor4D>([1, 4, 6, 1]);
  const small = subsample(x, [2, 3]);
  expect(small.reshape([2, 2]).arraySync()).toEqual([
    [0, 3],
    [12, 15],
  ]);
  const back = placeApart(small, [2, 3]).reshape([4, 6]).arraySync() as number[][];
  expect(back[0]).toEqual([0, 0, 0, 3, 0, 0]);
  expect(back[1]).toEqual(Array(6).fill(0));
  expect(back[2]).toEqual([12, 0, 0, 15, 0, 0]);
  expectClose(subsample(placeApart(small, [2, 3]), [2, 3]), small, { tolerance: 0 });
  expectNoLeak(() => tf.dispose([subsample(x, [2, 3]), placeApart(small, [2, 3])]));
});
