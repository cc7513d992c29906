import { bernoulliConditional, categoricalConditional, mlp, rng, standardNormal, uniform } from '@flows/core';
import { expect, test } from 'vitest';
import { denseEncoder } from './dense-encoder.ts';
import { flowPosterior } from './flow-posterior.ts';
import { requireVae } from './require-vae.ts';

const posterior = flowPosterior({ dims: 2, context: 3, rng: rng(0) });
const fitting = {
  eventShape: [2, 2, 1],
  encoder: denseEncoder({ inputs: 4, hidden: [5], outputs: 3, rng: rng(0) }),
  posterior,
  decoder: mlp({ inputs: 2, hidden: [6], outputs: 4, rng: rng(0) }),
  likelihood: bernoulliConditional(),
};

test('parts that fit together pass, a decoder of a place too', () => {
  requireVae(fitting);
  requireVae({ ...fitting, decoder: mlp({ inputs: 2, hidden: [6], outputs: 1, rng: rng(0) }) });
});

test.each<[object, string]>([
  [{ encoder: standardNormal({ eventShape: [2] }) }, 'vae: expected encoder to be a network, got "standard-normal"'],
  [{ posterior: standardNormal({ eventShape: [2] }) }, 'vae: expected posterior to be a flow, got "standard-normal"'],
  [
    { posterior: flowPosterior({ dims: 3, context: 3, rng: rng(0) }) },
    "expected a posterior of the decoder's 2 inputs, got one of events [3]",
  ],
  [{ prior: uniform({ eventShape: [3] }) }, 'expected a prior with an exact density of events [2]'],
  [
    { likelihood: categoricalConditional({ levels: 3 }) },
    'expected a decoder with 12 outputs, 3 parameters for each element, or with 3 at each place',
  ],
  [{ likelihood: posterior }, 'expected likelihood to be a conditional distribution, got "flow"'],
  [{ points: 0 }, 'vae: expected points'],
  [{ freeBits: -1 }, 'vae: expected freeBits'],
  [{ warmUp: 0.5 }, 'vae: expected warmUp'],
  [{ eventShape: [0] }, 'vae: expected eventShape'],
])('%j do not, which is said', (options, message) => {
  expect(() => requireVae({ ...fitting, ...options })).toThrow(message);
});
