import { bernoulliConditional, mlp, rng, standardNormal } from '@flows/core';
import { drawWeights, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { planarFlow } from '../flows/planar.ts';
import { denseEncoder } from '../networks/dense-encoder.ts';
import { eventLikelihood } from './event-likelihood.ts';
import { flowPosterior } from './flow-posterior.ts';
import { logWeight, vaeTerms } from './vae-terms.ts';

const likelihood = bernoulliConditional();
const parts = {
  encoder: denseEncoder({ inputs: 4, hidden: [5], outputs: 3, activation: 'tanh', rng: rng('encoder') }),
  posterior: flowPosterior({
    dims: 2,
    context: 3,
    bijector: planarFlow({ dims: 2, steps: 2, context: 3, rng: rng('planes') }),
    rng: rng('posterior'),
  }),
  decoder: mlp({ inputs: 2, hidden: [6], outputs: 4, start: 'uniform', rng: rng('decoder') }),
  likelihood,
  prior: standardNormal({ eventShape: [2] }) as never,
};
drawWeights(parts.posterior, rng(1), 0.5);
const x = tf.tensor2d([
  [0, 1, 1, 0],
  [1, 1, 0, 0],
]);
const h = parts.encoder.apply(x);
const u = rng('u').normal<tf.Rank.R2>([2, 2]);
const ofEvents = eventLikelihood(likelihood, [4]);

test('they are log p(x | z), and the log of the densities of posterior and prior at z = F_x(u)', () => {
  const { logLikelihood, logRatio } = vaeTerms(parts, ofEvents, { x, h, u });
  const z = parts.posterior.bijector.forward(u, { context: h }).value;
  const p = parts.decoder.apply(z).sigmoid();
  const logP = p
    .mul(x)
    .add(tf.sub(1, p).mul(tf.sub(1, x)))
    .log()
    .sum(1);
  expect([...logLikelihood.dataSync()]).toEqual([...logP.dataSync()].map((value) => expect.closeTo(value, 4)));
  const logQ = parts.posterior.logProb(z, { context: h });
  const logPrior = z
    .square()
    .mul(-0.5)
    .sum(1)
    .sub(Math.log(2 * Math.PI));
  const expected = [...logQ.sub(logPrior).dataSync()];
  expect([...logRatio.dataSync()]).toEqual(expected.map((value) => expect.closeTo(value, 3)));
  const weights = [...logWeight(parts, ofEvents, { x, h, u }).dataSync()];
  expect(weights).toEqual([...logLikelihood.sub(logRatio).dataSync()]);
});

test('nothing but the terms is left', () => {
  expectNoLeak(() => {
    const { logLikelihood, logRatio } = vaeTerms(parts, ofEvents, { x, h, u });
    tf.dispose([logLikelihood, logRatio]);
  });
});
