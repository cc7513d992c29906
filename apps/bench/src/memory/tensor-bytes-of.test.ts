import { affine, type Bijector, chain, flow, reversible, standardNormal } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { tensorBytesOf } from './tensor-bytes-of.ts';

const rows = 1000;

const bytesOf = (depth: number, make: (...bijectors: Bijector[]) => Bijector) => {
  const bijector = make(...Array.from({ length: depth }, () => affine({ eventShape: [8] })));
  return tensorBytesOf(flow({ base: standardNormal({ eventShape: [8] }), bijector }), tf.ones([rows, 8]));
};

test('a chain takes at least what it keeps of each step, and one that recomputes the same for any depth', async () => {
  const kept = 4 * 8 * rows;
  expect((await bytesOf(16, chain)) - (await bytesOf(4, chain))).toBeGreaterThanOrEqual(12 * kept);
  expect(Math.abs((await bytesOf(16, reversible)) - (await bytesOf(4, reversible)))).toBeLessThan(kept);
});
