import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { causal, causalConvolution } from './causal-convolution.ts';

const x = [1, 2, 3, 4, 5, 6, 7];
const sound = tf.tensor4d(x, [1, 1, 7, 1]);
const kernel = tf.tensor4d([100, 10, 1], [1, 3, 1, 1]);

test.each([
  [1, 0],
  [2, 0],
  [3, 1],
  [1, 2],
])(
  'of dilation %i and delay %i, the earliest tap comes first, and zeros before the first sample',
  (dilation, delay) => {
    const expected = x.map((_, t) =>
      [100, 10, 1].reduce((sum, weight, i) => sum + weight * (x[t - delay - (2 - i) * dilation] ?? 0), 0),
    );
    expectClose(causal(sound, kernel, { dilation, delay }), expected, { tolerance: 1e-6 });
  },
);

test('a layer adds its bias where it reads nothing, too', () => {
  const layer = causalConvolution({ inputs: 1, outputs: 2, size: 2, delay: 1, rng: rng(0) });
  expectClose(layer.apply(tf.zeros([1, 1, 3, 1])), tf.tile(layer.bias.reshape([1, 2]), [3, 1]).dataSync());
});

test('weights start by what the filter reads, or at zero', () => {
  const largest = (options: { meanSquare?: number; start?: 'zero' }) =>
    Math.max(
      ...causalConvolution({ inputs: 100, outputs: 50, size: 2, ...options, rng: rng(0) })
        .kernel.abs()
        .dataSync(),
    );
  expect(largest({})).toBeCloseTo(Math.sqrt(3 / 200), 3);
  expect(largest({ meanSquare: 1 })).toBeCloseTo(Math.sqrt(3 / 2), 2);
  expect(largest({ start: 'zero' })).toBe(0);
});

test('sizes that are none are refused', () => {
  expect(() => causalConvolution({ inputs: 0, outputs: 1, rng: rng(0) })).toThrow('causalConvolution: expected inputs');
});
