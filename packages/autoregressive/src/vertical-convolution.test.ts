import { rng, ShapeError } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { verticalConvolution } from './vertical-convolution.ts';

const image = rng('image').normal<tf.Rank.R4>([2, 4, 5, 3]);

describe.each([true, false])('with its own row: %s', (own) => {
  const layer = verticalConvolution({ inputs: 3, outputs: 2, size: 3, own, rng: rng(0) });

  test('it is the convolution with a filter whose rows below are 0, and nothing leaks', () => {
    const { kernel, bias } = layer.parts;
    const none: [number, number] = [0, 0];
    const whole = kernel.pad([[0, own ? 1 : 2], none, none, none]) as tf.Tensor4D;
    expectClose(layer.apply(image), tf.conv2d(image, whole, 1, 'same').add(bias), { tolerance: 1e-5 });
    expectNoLeak(() => layer.apply(image).dispose());
  });

  test('row by row, of the rows that are read, it gives the same', () => {
    const padded = image.pad([
      [0, 0],
      [1, 0],
      [0, 0],
      [0, 0],
    ]) as tf.Tensor4D;
    const rows = [0, 1, 2, 3].map((r) => layer.ofRows(padded.slice([0, r, 0, 0], [-1, own ? 2 : 1, -1, -1])));
    expectClose(tf.concat(rows, 1), layer.apply(image), { tolerance: 1e-5 });
  });

  test('its offsets are those of the rows above, and its own', () => {
    const rows = layer.offsets.map(([row]) => row);
    expect([...new Set(rows)]).toEqual(own ? [-1, 0] : [-1]);
    expect(layer.offsets).toHaveLength(own ? 6 : 3);
  });
});

test('images of other channels are refused by name', () => {
  const layer = verticalConvolution({ inputs: 2, outputs: 2, size: 3, own: true, rng: rng(0) });
  expect(() => layer.apply(image)).toThrow(ShapeError);
});
