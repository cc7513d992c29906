import { rng } from '@flows/core';
import { drawWeights } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type AgnosticMlpOptions, agnosticMlp } from './agnostic-mlp.ts';

const build = (options: Partial<AgnosticMlpOptions> = {}) => {
  const network = agnosticMlp({
    dims: 4,
    hidden: [12, 12],
    activation: 'tanh',
    parameters: 2,
    masks: 3,
    agnostic: 'both',
    rng: rng(0),
    ...options,
  });
  drawWeights(network, rng(1));
  return network;
};

test.each([
  [{}],
  [{ residual: true }],
  [{ direct: true, agnostic: 'order' }],
  [{ agnostic: 'connectivity', order: 'reversed' }],
] satisfies [Partial<AgnosticMlpOptions>][])(
  'under each mask an output depends on no element that does not come before it: %j',
  (options) => {
    const network = build(options);
    tf.tidy(() => {
      const x = rng(2).normal<tf.Rank.R2>([1, 4]);
      for (const [k, { elements }] of network.masks.entries()) {
        for (let output = 0; output < 8; output++) {
          const read = (input: tf.Tensor) =>
            network
              .masked(k)
              .apply(input as tf.Tensor2D)
              .slice([0, output], [1, 1])
              .sum();
          const gradient = (tf.grad(read)(x).arraySync() as number[][])[0] as number[];
          const later = elements.map((m) => m >= (elements[output % 4] as number));
          expect(gradient.filter((value, i) => later[i] && value !== 0)).toEqual([]);
        }
      }
    });
  },
);

test('a drawn pass is that of one of the masks, and all of them are drawn', () => {
  const network = build();
  tf.tidy(() => {
    const x = rng(2).normal<tf.Rank.R2>([2, 4]);
    const each = network.masks.map((_, k) => String(network.masked(k).apply(x).dataSync()));
    expect(new Set(each).size).toBe(3);
    const drawn = Array.from({ length: 40 }, (_, i) => String(network.applyDrawn(x, { rng: rng(i) }).dataSync()));
    expect(new Set(drawn)).toEqual(new Set(each));
  });
});

test('sizes that are none and masks of another network are refused', () => {
  expect(() => build({ masks: 0 })).toThrow('agnosticMlp: expected masks');
  expect(() => build({ masks: [{ elements: [1, 2], hidden: [[1], [1]] }] })).toThrow('degrees of 4 elements');
  expect(() =>
    build()
      .masked(0)
      .apply(tf.zeros([1, 3])),
  ).toThrow('expected x of shape [batch, 4]');
});
