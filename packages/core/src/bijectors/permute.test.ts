import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import * as core from '../index.ts';
import { permute, reversePermutation } from './permute.ts';

const { describeBijector } = laws(core);

describeBijector('permute', (rng) => permute({ order: rng.permutation(5) }), { eventShape: [5] });
describeBijector('permute, reversed', () => permute({ order: reversePermutation(3) }), { eventShape: [3] });

const z = () =>
  tf.tensor2d([
    [10, 11, 12, 13],
    [20, 21, 22, 23],
  ]);

test.each([
  ['any order', [2, 0, 3, 1], [12, 10, 13, 11, 22, 20, 23, 21]],
  ['a reversal', reversePermutation(4), [13, 12, 11, 10, 23, 22, 21, 20]],
])(
  '%s: element i of x is element order(i) of z, inverse brings it back, and no volume changes',
  (_, order, expected) => {
    const bijector = permute({ order });
    const { value: x, logDet } = bijector.forward(z());
    expect([...x.dataSync()]).toEqual(expected);
    expect([...logDet.dataSync()]).toEqual([0, 0]);
    expect([...bijector.inverse(x).value.dataSync()]).toEqual([...z().dataSync()]);
  },
);

test.each([[[2, 0, 3, 1]], [[3, 2, 1, 0]], [[0, 1, 2, 3]]])(
  'the gradient of order %j is brought back by the inverse',
  (order) => {
    const weights = tf.tensor2d([[1, 2, 3, 4]]);
    const gradient = tf.grad((input) =>
      permute({ order })
        .forward(input as tf.Tensor2D)
        .value.mul(weights)
        .sum(),
    );
    const expected = permute({ order }).inverse(weights).value.tile([2, 1]);
    expect([...gradient(z()).dataSync()]).toEqual([...expected.dataSync()]);
  },
);

test.each([[[0, 0]], [[1, 2]], [[]], ['01'], [[0.5]], [undefined]])('%j is no permutation', (order) => {
  expect(() => permute({ order: order as number[] })).toThrow(ConfigError);
});
