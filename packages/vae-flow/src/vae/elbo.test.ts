import { basePoints, bernoulliConditional, mlp, rng, standardNormal } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { denseEncoder } from '../networks/dense-encoder.ts';
import { elbo } from './elbo.ts';
import { eventLikelihood } from './event-likelihood.ts';
import { flowPosterior } from './flow-posterior.ts';
import { logWeight } from './vae-terms.ts';

const likelihood = bernoulliConditional();
const parts = {
  encoder: denseEncoder({ inputs: 4, hidden: [5], outputs: 3, rng: rng('encoder') }),
  posterior: flowPosterior({ dims: 2, context: 3, rng: rng('posterior') }),
  decoder: mlp({ inputs: 2, hidden: [6], outputs: 4, start: 'uniform', rng: rng('decoder') }),
  likelihood,
  prior: standardNormal({ eventShape: [2] }) as never,
};
const ofEvents = eventLikelihood(likelihood, [4]);
const x = tf.tensor2d([
  [0, 1, 1, 0],
  [1, 1, 0, 0],
]);
const h = parts.encoder.apply(x);

test('it is the mean of the log-weights at the points, the same every time', () => {
  const weights = basePoints(parts.posterior.base, 4, 'vae').map((point) =>
    logWeight(parts, ofEvents, { x, h, u: tf.zeros([2, 2]).add(point()) }),
  );
  const found = elbo(parts, ofEvents, { x, h, points: 4 });
  expectClose(found, tf.addN(weights).div(4), { tolerance: 1e-5 });
  expect([...elbo(parts, ofEvents, { x, h, points: 4 }).dataSync()]).toEqual([...found.dataSync()]);
});

test('rows do not touch each other', () => {
  const both = elbo(parts, ofEvents, { x, h, points: 4 });
  const second = elbo(parts, ofEvents, { x: x.slice([1], [1]), h: h.slice([1], [1]), points: 4 });
  expectClose(second, both.slice([1], [1]), { tolerance: 1e-5 });
});
