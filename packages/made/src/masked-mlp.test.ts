import { rng } from '@flows/core';
import { drawWeights } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type MaskedMlpOptions, maskedMlp } from './masked-mlp.ts';

const build = (options: Partial<MaskedMlpOptions> = {}) => {
  const network = maskedMlp({ dims: 4, hidden: [12, 12], activation: 'tanh', parameters: 2, rng: rng(0), ...options });
  drawWeights(network, rng(1));
  return network;
};

test.each([
  ['sequential', {}],
  ['reversed', { order: 'reversed' }],
  ['a given order', { order: [3, 1, 4, 2] }],
  ['a random order', { order: 'random' }],
  ['residual', { residual: true }],
  ['with direct connections', { direct: true, hidden: [3] }],
  ['with context', { context: 2 }],
  ['of one hidden layer', { hidden: [9] }],
  ['of one element', { dims: 1 }],
] satisfies [string, Partial<MaskedMlpOptions>][])(
  'the outputs of an element depend on the elements before it and on no other (%s)',
  (_, options) => {
    const network = build(options);
    const { inputs: dims, degrees } = network;
    tf.tidy(() => {
      const context = 'context' in options ? tf.tensor2d([[0.3, -0.8]]) : undefined;
      const x = rng(2).normal<tf.Rank.R2>([1, dims]);
      for (let output = 0; output < 2 * dims; output++) {
        const read = (input: tf.Tensor) =>
          network
            .apply(input as tf.Tensor2D, { context })
            .slice([0, output], [1, 1])
            .sum();
        const gradient = (tf.grad(read)(x).arraySync() as number[][])[0] as number[];
        const depends = gradient.map((value) => value !== 0);
        expect(depends).toEqual(degrees.map((m) => m < (degrees[output % dims] as number)));
      }
    });
  },
);

test('context reaches the parameters of every element, the first too', () => {
  const network = build({ context: 1 });
  tf.tidy(() => {
    const x = tf.zeros<tf.Rank.R2>([1, 4]);
    const [a, b] = [0, 1].map((value) => network.apply(x, { context: tf.tensor2d([[value]]) }).dataSync());
    for (let output = 0; output < 8; output++) expect(a?.[output]).not.toBe(b?.[output]);
  });
});
