import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { affine } from '../bijectors/affine.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { flow } from '../flow.ts';
import { alongDirection } from './along-direction.ts';

/** x = 2 z + 1. */
const model = flow({
  base: standardNormal({ eventShape: [2] }),
  bijector: affine({ eventShape: [2], shift: 1, logScale: Math.LN2 }),
});

test('along a direction an event moves by the strength, and by 0 not at all', () => {
  const moved = alongDirection(model, tf.tensor2d([[1, 3]]), tf.tensor2d([[2.5, -1]]), [0, 1, -2]);
  expect(moved.arraySync()).toEqual(
    [
      [1, 3],
      [6, 1],
      [-9, 7],
    ].map((row) => row.map((x) => expect.closeTo(x, 4))),
  );
  expect(() => alongDirection(model, tf.zeros([2, 2]), tf.zeros([1, 2]), [1])).toThrow(
    'alongDirection: expected x of one row, got [2, 2]',
  );
  expect(() => alongDirection(model, tf.zeros([1, 2]), tf.zeros([1, 1]), [1])).toThrow(
    'alongDirection: expected direction of shape [1, 2], got [1, 1]',
  );
});
