import * as core from '@flows/core';
import { affine } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { multiScale } from './multi-scale.ts';
import { squeeze } from './squeeze.ts';

const scales = () => [
  { steps: [squeeze({ shape: [4, 4, 1] })], latent: [2, 2, 4] as const },
  { steps: [squeeze({ shape: [2, 2, 2] })], latent: [1, 1, 8] as const },
  { steps: [affine({ eventShape: [1, 1, 4], shift: 100 })], latent: [1, 1, 4] as const },
];

test('each scale but the last lets half of the channels leave, in this order', () => {
  const { bijector, levels } = multiScale(scales());
  expect(levels).toEqual([8, 4, 4]);
  const x = core.rng(0).normal<tf.Rank.R4>([2, 4, 4, 1]);
  const { value } = bijector.inverse(x);
  expect(value.shape).toEqual([2, 16]);
  const row = [...value.slice([0, 0], [1, 16]).dataSync()];
  expect(row.slice(0, 12).every((z) => Math.abs(z) < 10)).toBe(true);
  expect(row.slice(12).every((z) => z < -90)).toBe(true);
});

test('a prior lies between the steps of a scale and what leaves', () => {
  const [first, ...later] = scales() as [ReturnType<typeof scales>[0], ...ReturnType<typeof scales>];
  const prior = affine({ eventShape: [2, 2, 4], shift: 50 });
  const { bijector } = multiScale([{ ...first, prior }, ...later]);
  const { value } = bijector.inverse(core.rng(0).normal<tf.Rank.R4>([1, 4, 4, 1]));
  expect([...value.dataSync()].slice(0, 8).every((z) => z < -40)).toBe(true);
});

test('no scale is refused', () => {
  expect(() => multiScale([])).toThrow('multiScale: expected at least one scale');
});

test('a next scale of other sizes is refused', () => {
  const [first, , last] = scales() as [ReturnType<typeof scales>[0], unknown, ReturnType<typeof scales>[0]];
  expect(() => multiScale([first, last])).toThrow(
    'expected a next scale of the 8 elements that go on from [2, 2, 4], got one of 4',
  );
});
