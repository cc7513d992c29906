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

test('a product with several addends is made once more than without, and no more often', () => {
  const nodes = recordedNodes([[5, 3], [3, 4], [4], [4], [4]], (x, w, a, b, c) => {
    const product = tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D);
    return tf.stack([product, product.add(a as tf.Tensor), product.add(b as tf.Tensor), product.add(c as tf.Tensor)]);
  });
  expect(opsOf(nodes).filter((op) => op === 'Gemm')).toHaveLength(2);
});
