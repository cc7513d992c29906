import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { affine } from '../bijectors/affine.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { flow } from '../flow.ts';
import { attributeDirection } from './attribute-direction.ts';

/** x = 2 z + 1. */
const model = flow({
  base: standardNormal({ eventShape: [2] }),
  bijector: affine({ eventShape: [2], shift: 1, logScale: Math.LN2 }),
});

test('a direction is the difference of mean latents', () => {
  const having = tf.tensor2d([
    [5, 1],
    [7, 1],
  ]);
  const direction = attributeDirection(model, having, tf.tensor2d([[1, 3]]));
  expect(direction.arraySync()).toEqual([[expect.closeTo(2.5, 5), expect.closeTo(-1, 5)]]);
});

test('a direction of no rows is refused', () => {
  expect(() => attributeDirection(model, tf.zeros([0, 2]), tf.zeros([1, 2]))).toThrow(
    'attributeDirection: expected rows with the attribute and rows without, got 0 and 1',
  );
});
