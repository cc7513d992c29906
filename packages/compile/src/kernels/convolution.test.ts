import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convolutionCases } from './fixtures/convolution-cases.ts';
import { type DrawnCase, expectAlways, size } from './fixtures/drawn-cases.ts';
import { given, testKernels } from './fixtures/kernel-law.ts';
import { manyChannelCases } from './fixtures/many-channel-cases.ts';
import { opsOf, recordedNodes } from './fixtures/recorded-nodes.ts';

testKernels([...convolutionCases, ...manyChannelCases]);

const families: readonly (readonly [name: string, cases: fc.Arbitrary<DrawnCase>])[] = [
  [
    'convolutions',
    fc
      .record({
        image: fc.tuple(fc.integer({ min: 3, max: 7 }), fc.integer({ min: 3, max: 7 })),
        filter: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        channels: fc.tuple(size, size),
        strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        pad: fc.constantFrom('same' as const, 'valid' as const),
      })
      .map(({ image, filter, channels, strides, pad }) => ({
        op: (x: tf.Tensor4D, w: tf.Tensor4D) => tf.conv2d(x, w, strides, pad),
        inputs: given([
          [2, ...image, channels[0]],
          [...filter, ...channels],
        ]),
      })),
  ],
  [
    'convolutions with explicit paddings',
    fc
      .record({
        image: fc.tuple(fc.integer({ min: 3, max: 7 }), fc.integer({ min: 3, max: 7 })),
        filter: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        channels: fc.tuple(size, size),
        strides: fc.integer({ min: 1, max: 3 }),
        pad: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)),
      })
      .map(({ image, filter, channels, strides, pad: [top, bottom, left, right] }) => ({
        op: (x: tf.Tensor4D, w: tf.Tensor4D) =>
          tf.conv2d(x, w, strides, [
            [0, 0],
            [top, bottom],
            [left, right],
            [0, 0],
          ]),
        inputs: given([
          [2, ...image, channels[0]],
          [...filter, ...channels],
        ]),
      })),
  ],
];

test.each(families)('%s, of random shapes', (_, cases) => expectAlways(cases));

const opsOfConvolution = (size: number, [into, out]: readonly [number, number], strides = 1) =>
  opsOf(
    recordedNodes(
      [[1, 4, 4, into], [size, size, into, out], [out]],
      (x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D) => tf.conv2d(x, filter, strides, 'same').add(bias),
    ),
  ).filter((op) => /Conv|Add/.test(op));

test('a convolution of many channels to few is a transposed one of the filter turned round, with its bias', () => {
  expect(opsOfConvolution(3, [4, 2])).toEqual(['ConvTranspose']);
  expect(opsOfConvolution(3, [3, 2])).toEqual(['Conv']);
  expect(opsOfConvolution(1, [4, 2])).toEqual(['Conv']);
  expect(opsOfConvolution(3, [4, 2], 2)).toEqual(['Conv']);
});
