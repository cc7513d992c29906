import {
  bernoulliConditional,
  categoricalConditional,
  discretizedLogisticMixtureConditional,
  mlp,
  rng,
  standardNormal,
  uniform,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { convolutionalDecoder } from '../networks/convolutional-decoder.ts';
import { denseEncoder } from '../networks/dense-encoder.ts';
import { flowPosterior } from './flow-posterior.ts';
import { requireVae } from './require-vae.ts';
import { vae } from './vae.ts';

const posterior = flowPosterior({ dims: 2, context: 3, rng: rng(0) });
const fitting = {
  eventShape: [2, 2, 1],
  encoder: denseEncoder({ inputs: 4, hidden: [5], outputs: 3, rng: rng(0) }),
  posterior,
  decoder: mlp({ inputs: 2, hidden: [6], outputs: 4, rng: rng(0) }),
  likelihood: bernoulliConditional(),
};

test('parts that fit together pass, and what is absent is filled in', () => {
  const { points, freeBits, warmUp, prior } = requireVae(fitting);
  expect([points, freeBits, warmUp]).toEqual([8, 0, 0]);
  expect(prior.config).toEqual({ kind: 'standard-normal', eventShape: [2] });
  expect(requireVae({ ...fitting, points: 3, freeBits: 1, warmUp: 2 })).toMatchObject({
    points: 3,
    freeBits: 1,
    warmUp: 2,
  });
});

test('a decoder may give the parameters of each place', () => {
  const decoder = convolutionalDecoder({
    inputs: 2,
    hidden: [4],
    shape: [2, 2, 1],
    channels: [3],
    outputs: 1,
    rng: rng(0),
  });
  requireVae({ ...fitting, decoder });
});

test('one that has those of a place alone is refused where it is used', () => {
  const model = vae({ ...fitting, decoder: mlp({ inputs: 2, hidden: [6], outputs: 1, rng: rng(0) }) });
  const message = 'vae: expected a decoder whose θ is of shape [batch, 4] or [batch, 2, 2, 1], batch 3, got [3, 1]';
  expect(() => model.logProb(tf.zeros([3, 2, 2, 1]))).toThrow(message);
  expect(() => model.sample(3, { rng: rng(0) })).toThrow(message);
});

test.each<[object, string]>([
  [
    { encoder: standardNormal({ eventShape: [2] }) },
    'vae: expected encoder to be a network, got "standard-normal"; make one with denseEncoder',
  ],
  [{ decoder: undefined }, 'vae: expected decoder to be a network, got undefined'],
  [{ encoder: () => tf.zeros([3, 3]) }, 'vae: expected encoder to be a network, got function'],
  [{ decoder: { ...fitting.decoder, inputs: undefined } }, 'or give yours apply, inputs and outputs'],
  [{ posterior: undefined }, 'vae: expected posterior to be a flow, got undefined; make one with flowPosterior'],
  [
    { encoder: denseEncoder({ inputs: 4, hidden: [5], outputs: 7, rng: rng(0) }) },
    "vae: expected a posterior of the encoder's 7 outputs, got one of a context of 3; give both the same number",
  ],
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
  [
    { likelihood: discretizedLogisticMixtureConditional({ levels: 4, components: 2, channels: 3 }) },
    'vae: expected events of 3 channels, or a multiple, which the likelihood has together, got [2, 2, 1]',
  ],
  [{ likelihood: posterior }, 'expected likelihood to be a conditional distribution, got "flow"'],
  [{ points: 0 }, 'vae: expected points'],
  [{ freeBits: -1 }, 'vae: expected freeBits'],
  [{ warmUp: 0.5 }, 'vae: expected warmUp'],
  [{ eventShape: [0] }, 'vae: expected eventShape'],
])('%j do not, which is said', (options, message) => {
  expect(() => requireVae({ ...fitting, ...options })).toThrow(message);
});
