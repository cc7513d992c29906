import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { affine, reshape } from '@flows/core';
import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { factorOut } from './factor-out.ts';
import { kinds } from './kinds.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });

type Rest = core.Bijector<tf.Tensor2D, tf.Tensor4D>;
const rest = (channels: number): Rest => {
  const data = [2, 2, channels];
  return core.chain<tf.Tensor2D, tf.Tensor4D>(reshape({ latent: [4 * channels], data }), affine({ eventShape: data }));
};

describeBijector('factorOut', () => factorOut({ shape: [2, 2, 4], rest: rest(2) }), {
  eventShape: [2, 2, 4],
  latentShape: [16],
});
describeBijector('factorOut, of an odd number of channels', () => factorOut({ shape: [2, 2, 3], rest: rest(2) }), {
  eventShape: [2, 2, 3],
  latentShape: [12],
});

test('what leaves comes first in z, place by place', () => {
  const layer = factorOut({ shape: [1, 2, 3], keep: 1, rest: reshape({ latent: [2], data: [1, 2, 1] }) as Rest });
  const { value } = layer.inverse(tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 1, 2, 3]));
  expect([...value.dataSync()]).toEqual([2, 3, 5, 6, 1, 4]);
});

test('keeping all channels, or none, is refused', () => {
  const make = (keep: number) => () => factorOut({ shape: [2, 2, 2], keep, rest: rest(2) });
  expect(make(2)).toThrow('factorOut: expected to keep fewer than all 2 channels, got keep 2');
  expect(make(0)).toThrow('factorOut: expected keep');
});
