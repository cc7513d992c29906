import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { dilatedGradientCases } from './fixtures/dilated-gradient-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';
import { opsOf, recordedNodes } from './fixtures/recorded-nodes.ts';

testKernels(dilatedGradientCases);

/** The nodes of the gradient of a filter of 3x3 elements. */
const filterGradient = (size: number, [into, out]: readonly [number, number]) =>
  recordedNodes(
    [
      [2, size, size, into],
      [2, size, size, out],
    ],
    (x: tf.Tensor4D, dy: tf.Tensor4D) =>
      tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, {
        strides: 1,
        pad: 'same',
        filterShape: [3, 3, into, out],
      } as unknown as tf.NamedAttrMap) as tf.Tensor,
  );

test.each([
  [8, 2],
  [2, 8],
])(
  'the columns of the gradient of a filter of %i to %i channels are of the fewer ones, and come from one node',
  (into, out) => {
    const nodes = filterGradient(5, [into, out]);
    const columns = nodes.filter(({ op }) => op === 'Conv');
    expect(columns.map(({ outputs }) => outputs[0]?.shape)).toEqual([[2, 9 * Math.min(into, out), 5, 5]]);
    expect(opsOf(nodes).filter((op) => op === 'Slice' || op === 'Pad' || op === 'Concat')).toEqual([]);
  },
);

test('the gradient of a filter of one element reads the image as it is, unless it skips places', () => {
  const columns = (image: number, strides: number, pad: 'same' | tf.backend_util.ExplicitPadding) =>
    opsOf(
      recordedNodes(
        [
          [2, image, image, 3],
          [2, 4, 4, 2],
        ],
        (x: tf.Tensor4D, dy: tf.Tensor4D) =>
          tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, {
            strides,
            pad,
            filterShape: [1, 1, 3, 2],
          } as unknown as tf.NamedAttrMap) as tf.Tensor,
      ),
    ).filter((op) => op === 'Conv').length;
  const around: tf.backend_util.ExplicitPadding = [
    [0, 0],
    [1, 2],
    [1, 2],
    [0, 0],
  ];
  expect(columns(4, 1, 'same')).toBe(0);
  expect(columns(8, 2, 'same')).toBe(1);
  expect(columns(4, 2, around)).toBe(1);
});

test('the gradient of a filter of many channels, over few places, is one product for each of its elements', () => {
  const products = (...of: Parameters<typeof filterGradient>) => {
    const ops = opsOf(filterGradient(...of));
    return ['Gemm', 'FusedMatMul'].map((name) => ops.filter((op) => op === name).length);
  };
  expect(products(16, [32, 32])).toEqual([9, 0]);
  expect(products(16, [33, 32])).toEqual([9, 0]);
  expect(products(16, [31, 32])).toEqual([0, 1]);
  expect(products(17, [32, 32])).toEqual([0, 1]);
});

test('the gradient by an image is a plain convolution at strides of 1, unless it is of many channels to few', () => {
  const ops = (strides: number, [into, out]: readonly [number, number]) =>
    opsOf(
      recordedNodes(
        [
          [1, 4, 4, into],
          [3, 3, out, into],
        ],
        (dy: tf.Tensor4D, filter: tf.Tensor4D) =>
          tf.conv2dTranspose(dy, filter, [1, 4 * strides, 4 * strides, out], strides, 'same'),
      ),
    ).filter((op) => op.startsWith('Conv'));
  expect(ops(1, [2, 3])).toEqual(['Conv']);
  expect(ops(1, [3, 2])).toEqual(['Conv']);
  expect(ops(1, [4, 2])).toEqual(['ConvTranspose']);
  expect(ops(2, [2, 3])).toEqual(['ConvTranspose']);
});
