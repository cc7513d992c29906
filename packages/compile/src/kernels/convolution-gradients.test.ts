import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { dilatedGradientCases } from './fixtures/dilated-gradient-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';
import { recordedNodes } from './fixtures/recorded-nodes.ts';

testKernels(dilatedGradientCases);

test.each([
  [8, 2],
  [2, 8],
])('the columns of the gradient of a filter of %i to %i channels are of the fewer ones', (into, out) => {
  const nodes = recordedNodes(
    [
      [1, 5, 5, into],
      [1, 5, 5, out],
    ],
    (x: tf.Tensor4D, dy: tf.Tensor4D) =>
      tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, {
        strides: 1,
        pad: 'same',
        filterShape: [3, 3, into, out],
      } as unknown as tf.NamedAttrMap) as tf.Tensor,
  );
  const columns = nodes.find(({ op }) => op === 'Concat');
  expect(columns?.outputs[0]?.shape).toEqual([1, 9 * Math.min(into, out), 25]);
});

test('the gradient by an image is a plain convolution at strides of 1', () => {
  const ops = (strides: number) =>
    recordedNodes(
      [
        [1, 4, 4, 2],
        [3, 3, 3, 2],
      ],
      (dy: tf.Tensor4D, filter: tf.Tensor4D) =>
        tf.conv2dTranspose(dy, filter, [1, 4 * strides, 4 * strides, 3], strides, 'same'),
    ).map(({ op }) => op);
  expect(ops(1)).toContain('Conv');
  expect(ops(2)).toContain('ConvTranspose');
});
