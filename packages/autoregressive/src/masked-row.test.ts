import { rng } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { maskedConvolution } from './masked-convolution.ts';
import { MaskedRow } from './masked-row.ts';

const x = rng('x').normal<tf.Rank.R4>([3, 1, 5, 4]);
const places = () => tf.split(x, 5, 2).map((place) => place.reshape<tf.Tensor2D>([3, 4]));
const layer = (mask: 'A' | 'B', groups: number) =>
  maskedConvolution({ inputs: 4, outputs: 6, size: [1, 5], mask, groups, rng: rng('layer') });

test.each([1, 2])('through a row place by place, and %i groups by groups, are the outputs of mask B', (groups) => {
  const masked = layer('B', groups);
  const run = () => {
    const row = new MaskedRow(masked, 5, masked.parts.bias);
    const outputs = places().map((place) =>
      tf.concat2d(
        tf.split(place, groups, 1).map((own) => row.through(own as tf.Tensor2D)),
        1,
      ),
    );
    expectClose(row.inputs(), x, { tolerance: 0 });
    return tf.stack(outputs, 1).expandDims(1);
  };
  expectClose(run(), masked.apply(x), { tolerance: 1e-5 });
  expectNoLeak(() => tf.tidy(() => void run()));
});

test('before a place is drawn, its groups have the outputs of mask A from what is remembered', () => {
  const masked = layer('A', 2);
  const row = new MaskedRow(masked, 5, masked.parts.bias.reshape([1, 1, 1, 6]).tile([3, 1, 1, 1]));
  const outputs = places().map((place) => {
    const [first] = tf.split(place, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const each = tf.concat2d([row.before([]), row.before([first])], 1);
    row.remember(place);
    return each;
  });
  expectClose(tf.stack(outputs, 1).expandDims(1), masked.apply(x), { tolerance: 1e-5 });
});

test('what comes from elsewhere may be the same at all places, or one for each', () => {
  const masked = layer('B', 1);
  const along = (sum: tf.Tensor) => {
    const row = new MaskedRow(masked, 5, sum);
    return tf.stack(
      places().map((place) => row.through(place)),
      1,
    );
  };
  const ofPlaces = rng('sum').normal<tf.Rank.R4>([3, 1, 5, 6]);
  const nothing = along(tf.zeros([6]));
  expectClose(along(ofPlaces), nothing.add(ofPlaces.reshape([3, 5, 6])), { tolerance: 1e-5 });
  const ofAll = ofPlaces.slice([0, 0, 0, 0], [3, 1, 1, 6]);
  expectClose(along(ofAll), nothing.add(ofAll.reshape([3, 1, 6])), { tolerance: 1e-5 });
  expect(nothing.shape).toEqual([3, 5, 6]);
});
