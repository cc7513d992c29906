import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { squeeze } from './squeeze.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });

describeBijector('squeeze', () => squeeze({ shape: [4, 2, 3] }), { eventShape: [4, 2, 3], latentShape: [2, 1, 12] });

test('a block of 2x2 places becomes the channels of one, upper left, upper right, lower left, lower right', () => {
  const x = tf.tensor4d([11, 12, 21, 22, 31, 32, 41, 42], [1, 2, 2, 2]);
  const { value } = squeeze({ shape: [2, 2, 2] }).inverse(x);
  expect(value.shape).toEqual([1, 1, 1, 8]);
  expect([...value.dataSync()]).toEqual([11, 12, 21, 22, 31, 32, 41, 42]);
});

test('squeezing twice and back gives every bit again', () => {
  const x = core.rng(0).normal<tf.Rank.R4>([2, 8, 4, 3]);
  const twice = core.chain<tf.Tensor>(squeeze({ shape: [4, 2, 12] }), squeeze({ shape: [8, 4, 3] }));
  const back = twice.forward(twice.inverse(x).value).value;
  expect([...back.dataSync()]).toEqual([...x.dataSync()]);
});

test('an odd height or width, and what is no shape of an image, are refused', () => {
  expect(() => squeeze({ shape: [3, 4, 1] })).toThrow('squeeze: expected an even height and width, got 3x4');
  expect(() => squeeze({ shape: [4, 4] as never })).toThrow(
    'expected shape to be [height, width, channels], got [4, 4]',
  );
});
