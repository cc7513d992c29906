import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { mapPlaces } from './map-places.ts';
import { maskedConvolution } from './masked-convolution.ts';

test.each([1, 2])('of %i groups it is the convolution, place by place, and nothing leaks', (groups) => {
  const map = maskedConvolution({ inputs: 4, outputs: 6, size: 1, mask: 'B', groups, rng: rng(0) });
  map.parts.bias.assign(tf.range(0, 6));
  const x = rng(1).normal<tf.Rank.R4>([2, 1, 5, 4]);
  const places = x.squeeze<tf.Tensor3D>([1]).transpose<tf.Tensor3D>([1, 0, 2]);
  expectClose(mapPlaces(map, places).transpose([1, 0, 2]).expandDims(1), map.apply(x), { tolerance: 1e-5 });
  expectNoLeak(() => mapPlaces(map, places).dispose());
});

test('the matrix of a row has the places on the left first, and no rows where none of it is read', () => {
  const of = (size: [number, number], mask: 'A' | 'B') =>
    maskedConvolution({ inputs: 2, outputs: 3, size, mask, rng: rng(0) });
  const wide = of([1, 5], 'B');
  expectClose(wide.rowMatrix(), (wide.parts.row as tf.Variable).reshape([6, 3]), { tolerance: 0 });
  expect(of([1, 3], 'A').rowMatrix().shape).toEqual([2, 3]);
  expect(of([3, 1], 'A').rowMatrix().shape).toEqual([0, 3]);
});
