import {
  type Batch,
  type Bijector,
  batchNorm,
  bernoulliConditional,
  flow,
  mlp,
  type Rng,
  rng,
  standardNormal,
  variablesOf,
} from '@flows/core';
import { drawWeights } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { planarFlow } from '../flows/planar.ts';
import { denseEncoder } from '../networks/dense-encoder.ts';
import { flowPosterior } from './flow-posterior.ts';
import { vae } from './vae.ts';
import type { VaeOptions } from './vae-options.ts';

const x = tf.tensor2d([
  [0, 1, 1, 0],
  [1, 1, 0, 0],
  [0, 0, 0, 1],
]);

const modelOf = (bijector: Bijector<tf.Tensor2D>, prior?: VaeOptions['prior']) =>
  vae({
    eventShape: [4],
    encoder: denseEncoder({ inputs: 4, hidden: [5], outputs: 3, activation: 'tanh', rng: rng('encoder') }),
    posterior: flowPosterior({ dims: 2, context: 3, bijector, rng: rng('posterior') }),
    decoder: mlp({ inputs: 2, hidden: [6], outputs: 4, start: 'uniform', rng: rng('decoder') }),
    likelihood: bernoulliConditional(),
    prior,
  });

const planes = () => planarFlow({ dims: 2, steps: 2, context: 3, rng: rng('planes') });

/** The integrals of 1, z_1, z_2, z_1² and z_2² over weights that add up to 1, or nearly so. */
const moments = (z: tf.Tensor2D, weights: tf.Tensor): number[] =>
  tf.tidy(() => {
    const columns = tf.concat([tf.onesLike(z.slice([0, 0], [-1, 1])), z, z.square()], 1);
    return [
      ...columns
        .mul(weights.reshape([-1, 1]))
        .sum(0)
        .dataSync(),
    ];
  });

test('the posterior has the density that its samples have: it adds up to 1, and to their moments', () => {
  const plane = planarFlow({ dims: 2, steps: 1, context: 3, rng: rng('plane') });
  const model = modelOf(plane);
  drawWeights(model.parts.posterior, rng(4), 0.4);
  const one = x.slice([1, 0], [1, 4]);
  const [cells, side] = [50, 6];
  const at = tf.linspace(-side + side / cells, side - side / cells, cells);
  const grid = tf.stack(
    tf.meshgrid(at, at).map((axis) => axis.flatten()),
    1,
  ) as tf.Tensor2D;
  const density = model.logPosterior(grid, tf.tile(one, [cells ** 2, 1])).exp();
  const [total, ...exact] = moments(grid, density.mul(((2 * side) / cells) ** 2));
  expect(Math.abs((total as number) - 1)).toBeLessThan(0.01);
  const count = 4000;
  const z = model.samplePosterior(tf.tile(one, [count, 1]), { rng: rng(2) });
  const [, ...drawn] = moments(z, tf.fill([count], 1 / count));
  const spread = Math.max(...exact.slice(2));
  expect(spread).toBeGreaterThan(0.5);
  for (const [i, value] of exact.entries()) {
    expect(Math.abs((drawn[i] as number) - value)).toBeLessThan(0.08 * Math.max(1, spread));
  }
}, 20_000);

/** A shift by m, which is what it was shown: the mean of the data of `initialize`. */
function shownMean() {
  const m = tf.variable(tf.zeros([2])) as tf.Variable<tf.Rank.R1>;
  const seen: { rows: tf.Tensor2D; context?: tf.Tensor }[] = [];
  const unmoved = (rows: tf.Tensor2D) => tf.zeros([rows.shape[0]]) as tf.Tensor1D;
  return {
    seen,
    config: { kind: 'shown-mean' },
    parts: { m },
    dispose: () => m.dispose(),
    forward: (z: tf.Tensor2D) => ({ value: z.add(m) as tf.Tensor2D, logDet: unmoved(z) }),
    inverse: (x: tf.Tensor2D) => ({ value: x.sub(m) as tf.Tensor2D, logDet: unmoved(x) }),
    initialize: (x: tf.Tensor2D, { context }: { rng: Rng; context?: tf.Tensor }) => {
      seen.push({ rows: tf.keep(x.clone()), context: context && tf.keep(context.clone()) });
      tf.tidy(() => m.assign(x.mean(0) as tf.Tensor1D));
    },
  };
}

const normal = standardNormal({ eventShape: [2] });

test('initialize shows the posterior standard normal z and h, and the prior what the posterior makes of x', () => {
  const [ofPosterior, ofPrior] = [shownMean(), shownMean()];
  const prior = flow<tf.Tensor, tf.Tensor2D>({ base: normal, bijector: ofPrior as Bijector<tf.Tensor, tf.Tensor2D> });
  const model = modelOf(ofPosterior as Bijector<tf.Tensor2D>, prior);
  const rows = tf.tile(x, [1000, 1]);
  model.initialize(rows, { rng: rng(0) });
  const [z, latents] = [ofPosterior.seen, ofPrior.seen].map((seen) => seen[0]?.rows as tf.Tensor2D);
  expect([ofPosterior.seen.length, ofPrior.seen.length]).toEqual([1, 1]);
  const means = (t: tf.Tensor) => [...t.mean(0).dataSync(), ...t.square().mean(0).dataSync()];
  expect(means(z as tf.Tensor)).toEqual([0, 0, 1, 1].map((value) => expect.closeTo(value, 1)));
  const h = model.parts.encoder.apply(rows);
  const [shown] = ofPosterior.seen.map(({ context }) => context as tf.Tensor);
  expect([...(shown as tf.Tensor).dataSync()]).toEqual([...h.dataSync()]);
  // The prior comes after the posterior, and sees what it makes then.
  const after = model.samplePosterior(rows, { rng: rng('other') });
  const within = means(after).map((value) => expect.closeTo(value, 0));
  expect(means(latents as tf.Tensor)).toEqual(within);
  expect([...ofPrior.parts.m.dataSync()]).toEqual([...(latents as tf.Tensor).mean(0).dataSync()]);
  expect([...model.parts.prior.logProb(after).dataSync()].every(Number.isFinite)).toBe(true);
});

test('recalibrate gives the prior the statistics of z of all batches, and leaves the posterior as it is', () => {
  const prior = flow<tf.Tensor, tf.Tensor2D>({
    base: normal,
    bijector: batchNorm({ dims: 2 }) as Bijector<tf.Tensor, tf.Tensor2D>,
  });
  const norm = batchNorm({ dims: 2 });
  const model = modelOf(norm as Bijector<tf.Tensor2D>, prior);
  const batches: Batch[] = [x, x.reverse(0)].map((batch) => ({ x: tf.tile(batch, [1000, 1]) }));
  model.recalibrate(batches);
  const z = model.samplePosterior(tf.tile(x, [2000, 1]), { rng: rng(3) });
  const { mean, variance } = tf.moments(z, 0);
  const values = Object.fromEntries(
    [...variablesOf(prior)].map(([path, variable]) => [path, [...variable.dataSync()]]),
  );
  expect(values['bijector.mean']).toEqual([...mean.dataSync()].map((value) => expect.closeTo(value, 1)));
  expect(values['bijector.variance']).toEqual([...variance.dataSync()].map((value) => expect.closeTo(value, 1)));
  expect([...norm.parts.mean.dataSync(), ...norm.parts.variance.dataSync()]).toEqual([0, 0, 1, 1]);
  const again = () => {
    model.recalibrate(batches);
    return [...variablesOf(prior).values()].map((variable) => [...variable.dataSync()]);
  };
  expect(again()).toEqual(again());
});

test('a prior that keeps no statistics is left alone', () => {
  const model = modelOf(planes());
  const before = [...variablesOf(model).values()].map((variable) => [...variable.dataSync()]);
  model.recalibrate([{ x }]);
  expect([...variablesOf(model).values()].map((variable) => [...variable.dataSync()])).toEqual(before);
});
