import * as core from '@flows/core';
import { expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import golden from '../fixtures/made.json' with { type: 'json' };
import { kinds } from './kinds.ts';
import { Made, made } from './made.ts';

const { describeDensityModel } = laws({ ...core, kinds });
const box: [number, number][] = [
  [-8, 8],
  [-8, 8],
];

describeDensityModel('made', (rng) => made({ dims: 2, hidden: [8, 8], rng }), { eventShape: [2], integrates: box });
describeDensityModel('made of one element', (rng) => made({ dims: 1, hidden: [4], rng }), {
  eventShape: [1],
  integrates: [[-8, 8]],
  // Nothing comes before the first element: every weight between its units is masked or unused.
  unreached: ['network.hidden0.kernel'],
});
describeDensityModel(
  'made, conditional and residual',
  (rng) => made({ dims: 4, hidden: [8, 8], residual: true, activation: 'elu', order: [2, 4, 1, 3], context: 2, rng }),
  { eventShape: [4], context: 2 },
);

/** A generator that hands out given columns of noise, one a call. */
const handsOut = (columns: number[][]): core.Rng => ({
  ...core.rng(0),
  normal: () => tf.tensor2d((columns.shift() as number[]).map((value) => [value])) as never,
});

test('log-densities and samples are those of a float64 reference', () => {
  const { options, weights, x, logProb, noise, sample } = golden;
  const model = made({ ...options, activation: 'tanh', rng: core.rng(0) });
  const variables = core.variablesOf(model);
  expect([...variables.keys()].sort()).toEqual(Object.keys(weights).sort());
  for (const [path, values] of Object.entries(weights)) variables.get(path)?.assign(tf.tensor(values as number[]));
  tf.tidy(() => {
    expectClose(model.logProb(tf.tensor2d(x)), logProb, { tolerance: 1e-5 });
    const columns = [0, 1, 2, 3].map((place) => noise.map((row) => row[place] as number));
    expectClose(model.sample(noise.length, { rng: handsOut(columns) }), sample.flat(), { tolerance: 1e-5 });
  });
});

test('a network that is not masked, or of the wrong size, is refused', () => {
  const network = core.mlp({ inputs: 2, outputs: 4, hidden: [4], rng: core.rng(0) });
  expect(() => new Made({ network: network as never, conditional: core.gaussianConditional() })).toThrow(
    'made: expected a maskedMlp of 2 outputs an element, got mlp',
  );
});
