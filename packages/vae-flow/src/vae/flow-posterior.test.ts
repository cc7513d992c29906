import { affine, type Bijector, type Flow, rng } from '@flows/core';
import { drawWeights } from '@flows/testing';
import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { planarFlow } from '../flows/planar.ts';
import { flowPosterior } from './flow-posterior.ts';

const context = rng('h').normal<tf.Rank.R2>([5, 3]);
const logNormal = (u: number[]) => u.reduce((sum, v) => sum - 0.5 * v * v - 0.5 * Math.log(2 * Math.PI), 0);

test('log q(z | x) is that of the noise, less the log-determinants of the Gaussian and of the flow', () => {
  const flow = planarFlow({ dims: 2, steps: 3, context: 3, rng: rng(1) });
  const posterior = flowPosterior({ dims: 2, context: 3, bijector: flow, rng: rng(0) });
  drawWeights(posterior, rng(2));
  const [gaussian] = (posterior.bijector as unknown as { bijectors: Bijector<tf.Tensor2D>[] }).bijectors;
  const u = rng('u').normal<tf.Rank.R2>([5, 2]);
  const z0 = (gaussian as Bijector<tf.Tensor2D>).forward(u, { context });
  const { value: z, logDet } = flow.forward(z0.value, { context });
  const [σ, f] = [z0.logDet.dataSync(), logDet.dataSync()];
  expect(Math.min(...Array.from(σ, Math.abs))).toBeGreaterThan(1e-3);
  const expected = u.arraySync().map((row, i) => logNormal(row) - (σ[i] as number) - (f[i] as number));
  const logQ = posterior.logProb(z, { context }).dataSync();
  expect([...logQ]).toEqual(expected.map((value) => expect.closeTo(value, 3)));
});

test('a flow that does not say its dimensions is taken as it is', () => {
  const silent = { ...affine({ eventShape: [2] }), config: { kind: 'silent' } } as Bijector<tf.Tensor2D>;
  const posterior: Flow<tf.Tensor, tf.Tensor2D> = flowPosterior({ dims: 2, context: 3, bijector: silent, rng: rng(0) });
  expect(posterior.sample(5, { rng: rng(0), context }).shape).toEqual([5, 2]);
});

test.each([
  [{ dims: 0 }, 'dims'],
  [{ dims: undefined }, 'dims'],
  [{ context: 0.5 }, 'context'],
])('a size that is none is refused: %o', (sizes, name) => {
  const options = { dims: 2, context: 3, bijector: affine({ eventShape: [2] }), rng: rng(0), ...sizes } as never;
  expect(() => flowPosterior(options)).toThrow(`flowPosterior: expected ${name}`);
});

test('what is no bijector is refused', () => {
  expect(() => flowPosterior({ dims: 2, context: 3, bijector: posterior() as never, rng: rng(0) })).toThrow(
    'flowPosterior: expected bijector to be a bijector, got "flow"',
  );
});

const posterior = () => flowPosterior({ dims: 2, context: 3, rng: rng(0) });
