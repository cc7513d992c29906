import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { recordedNodes } from './fixtures/recorded-nodes.ts';

test('what is repeated is computed once, and repeated where all of its elements are needed', () => {
  const nodes = recordedNodes([[3, 1]], (x: tf.Tensor) => tf.exp(tf.broadcastTo(x, [3, 100])));
  expect(nodes.map(({ op, outputs }) => [op, outputs[0]?.shape])).toEqual([
    ['Exp', [3, 1]],
    ['Expand', [3, 100]],
  ]);
});

test('an operation with what is repeated repeats it by itself', () => {
  const nodes = recordedNodes(
    [
      [3, 1],
      [3, 100],
    ],
    (x: tf.Tensor, y: tf.Tensor) => tf.mul(tf.broadcastTo(x, [3, 100]), y),
  );
  expect(nodes.map(({ op }) => op)).toEqual(['Mul']);
});
