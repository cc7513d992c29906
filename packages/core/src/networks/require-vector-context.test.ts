import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { requireVectorContext } from './require-vector-context.ts';

test('a vector a row and one for all are taken, and no context where there is none to take', () => {
  expectNoLeak(() => {
    for (const rows of [1, 3]) tf.tidy(() => requireVectorContext('model', 3, tf.zeros([rows, 2]), 2));
    requireVectorContext('model', 3, undefined, undefined);
  });
});

test.each([
  [[2, 2], 2, 'model: expected context of shape [1 or batch, 2], batch 3, got [2, 2]'],
  [[3, 4], 2, 'batch 3, got [3, 4]'],
  [[3, 4, 4, 2], 2, 'batch 3, got [3, 4, 4, 2]'],
  [undefined, 2, 'batch 3, got none'],
  [[3, 2], undefined, 'model: expected no context, got [3, 2]; build the model with the option context: 2'],
])('a context of shape %j where its width is %j is refused', (shape, width, message) => {
  const context = shape && tf.zeros(shape);
  expect(() => requireVectorContext('model', 3, context, width)).toThrow(message);
});
