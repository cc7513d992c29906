import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { opsOf, recordedNodes } from './fixtures/recorded-nodes.ts';

test('the bias of a dense layer is added by the product itself', () => {
  const shapes = [[5, 3], [3, 4], [4]];
  expect(opsOf(recordedNodes(shapes, (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) => tf.matMul(x, w).add(b)))).toEqual([
    'Gemm',
  ]);
});

test('the bias of a convolution is added by the convolution itself', () => {
  const nodes = recordedNodes([[2, 5, 5, 3], [3, 3, 3, 4], [4]], (x: tf.Tensor4D, w: tf.Tensor4D, b: tf.Tensor1D) =>
    tf.conv2d(x, w, 1, 'same').add(b),
  );
  expect(opsOf(nodes)).not.toContain('Add');
});
