import { affine, rng } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { flowPosterior } from './flow-posterior.ts';
import { planarFlow } from './planar.ts';

const context = rng('h').normal<tf.Rank.R2>([5, 3]);
const logNormal = (u: number[]) => u.reduce((sum, v) => sum - 0.5 * v * v - 0.5 * Math.log(2 * Math.PI), 0);

test('log q(z | x) is that of the noise, less the log-determinants of the Gaussian and of the flow', () => {
  const [gaussian, planar] = [undefined, planarFlow({ dims: 2, steps: 3, context: 3, rng: rng(1) })].map((bijector) =>
    flowPosterior({ dims: 2, context: 3, bijector, rng: rng(0) }),
  ) as [ReturnType<typeof flowPosterior>, ReturnType<typeof flowPosterior>];
  const u = rng('u').normal<tf.Rank.R2>([5, 2]);
  const z0 = gaussian.bijector.forward(u, { context }).value;
  const flow = planarFlow({ dims: 2, steps: 3, context: 3, rng: rng(1) }).forward(z0, { context });
  const logQ = planar.logProb(flow.value, { context }).dataSync();
  const expected = u.arraySync().map((row, i) => logNormal(row) - (flow.logDet.dataSync()[i] as number));
  // σ is 1 at first.
  expect([...logQ]).toEqual(expected.map((value) => expect.closeTo(value, 4)));
});

test('a flow of another number of dimensions is refused where it is used', () => {
  const bijector = affine({ eventShape: [3] });
  expect(() =>
    flowPosterior({ dims: 2, context: 3, bijector: bijector as never, rng: rng(0) }).sample(1, {
      rng: rng(0),
      context,
    }),
  ).toThrow();
});
