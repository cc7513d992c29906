import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { additiveFamily, affineFamily } from '@flows/core';
import { maskedMlp } from '@flows/made';
import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';
import { maskedAutoregressive } from './masked-autoregressive.ts';

const { describeBijector } = laws({ ...core, ...compiler, kinds });
const body = { hidden: [8, 8], activation: 'tanh' } as const;

describeBijector(
  'maskedAutoregressive, affine',
  (rng) =>
    maskedAutoregressive({
      family: affineFamily(),
      network: maskedMlp({ ...body, dims: 4, order: [2, 4, 1, 3], parameters: 2, rng }),
    }),
  { eventShape: [4] },
);
describeBijector(
  'maskedAutoregressive, additive, conditional and residual',
  (rng) =>
    maskedAutoregressive({
      family: additiveFamily(),
      network: maskedMlp({ ...body, dims: 3, residual: true, context: 2, parameters: 1, rng }),
    }),
  { eventShape: [3], context: 2 },
);

test('far from the data, what is not yet known does not spoil what is', () => {
  const network = maskedMlp({ ...body, dims: 30, activation: 'relu', parameters: 2, rng: core.rng(0) });
  for (const variable of core.variablesOf(network).values())
    variable.assign(core.rng(1).normal(variable.shape as [number]));
  for (const [, part] of core.partsOf(network)) part.constrain?.();
  const layer = maskedAutoregressive({ family: affineFamily({ scale: { kind: 'exp', bound: 1 } }), network });
  const z = core.rng(2).normal<tf.Rank.R2>([2, 30]).mul(50) as tf.Tensor2D;
  expect([...layer.forward(z).value.dataSync()].every(Number.isFinite)).toBe(true);
  // A scale without bound: the second element's is infinite until the first, which is far from 0, is known.
  const steep: core.CustomScale = { logScale: (a) => a.sub(tf.tensor2d([[0, 200]])) as tf.Tensor2D };
  const pair = maskedMlp({ dims: 2, hidden: [4], activation: 'relu', parameters: 2, rng: core.rng(0) });
  const bias = core.variablesOf(pair).get('output.bias') as tf.Variable;
  bias.assign(tf.tensor1d([0, 0, 0, 0]));
  const unbounded = maskedAutoregressive({ family: affineFamily({ scale: steep }), network: pair });
  expect(unbounded.forward(tf.tensor2d([[3, 1]])).value.arraySync()).toEqual([[3, Infinity]]);
});

test('a network of the wrong size is refused', () => {
  const network = maskedMlp({ ...body, dims: 3, parameters: 2, rng: core.rng(0) });
  expect(() => maskedAutoregressive({ family: additiveFamily(), network })).toThrow(
    'expected a maskedMlp of 1 outputs an element',
  );
});
