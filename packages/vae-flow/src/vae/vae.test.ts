import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { iaf, kinds as mafKinds } from '@flows/maf-iaf';
import { expectClose, integers, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { planarFlow } from '../flows/planar.ts';
import { radialFlow } from '../flows/radial.ts';
import { sylvesterFlow } from '../flows/sylvester.ts';
import { kinds } from '../kinds.ts';
import { convolutionalDecoder } from '../networks/convolutional-decoder.ts';
import { convolutionalEncoder } from '../networks/convolutional-encoder.ts';
import { denseEncoder } from '../networks/dense-encoder.ts';
import { fVae } from './f-vae.ts';
import { flowPosterior } from './flow-posterior.ts';
import { vae } from './vae.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds: { ...mafKinds, ...kinds } });

type Bijector = core.Bijector<tf.Tensor2D>;

/** The networks of small models: of x that has D elements, θ of `outputs` numbers, and a context. */
const networks = (rng: core.Rng, dims: number, outputs = dims, context?: number) => ({
  encoder: denseEncoder({
    inputs: dims,
    hidden: [5],
    outputs: 3,
    activation: 'tanh',
    context,
    rng: rng.fork('encoder'),
  }),
  decoder: core.mlp({ inputs: 2, hidden: [6], outputs, start: 'uniform', context, rng: rng.fork('decoder') }),
});

const bits = { eventShape: [4], support: integers(2), samples: false } as const;

const ofBits = (rng: core.Rng, bijector?: Bijector, options: object = {}) =>
  vae({
    eventShape: [4],
    ...networks(rng, 4),
    posterior: flowPosterior({ dims: 2, context: 3, bijector, rng: rng.fork('posterior') }),
    likelihood: core.bernoulliConditional(),
    points: 4,
    ...options,
  });

const flowSizes = { dims: 2, steps: 2, context: 3 };

describeDensityModel('vae', (rng) => ofBits(rng), bits);
describeDensityModel('vae, planar', (rng) => ofBits(rng, planarFlow({ ...flowSizes, rng })), bits);
describeDensityModel('vae, radial', (rng) => ofBits(rng, radialFlow({ ...flowSizes, rng })), bits);
describeDensityModel(
  'vae, Sylvester',
  (rng) => ofBits(rng, sylvesterFlow({ dims: 2, steps: 2, form: 'triangular', context: 3, rng })),
  bits,
);
describeDensityModel(
  'vae, IAF, free bits and warm-up',
  (rng) =>
    ofBits(rng, iaf({ dims: 2, layers: 2, hidden: [4], gated: true, context: 3, rng }).bijector as Bijector, {
      freeBits: 0.5,
      warmUp: 10,
    }),
  bits,
);
describeDensityModel(
  'vae with a flow as its prior',
  (rng) => ofBits(rng, undefined, { prior: iaf({ dims: 2, layers: 1, hidden: [4], rng: rng.fork('prior') }) }),
  bits,
);
describeDensityModel(
  'f-VAE',
  (rng) =>
    fVae({
      eventShape: [4],
      ...networks(rng, 4),
      bijector: core.chain<tf.Tensor2D>(
        core.affine({ eventShape: [2] }) as Bijector,
        planarFlow({ dims: 2, steps: 1, rng }),
      ),
      likelihood: core.bernoulliConditional(),
      std: 0.5,
      points: 4,
      rng,
    }),
  bits,
);
describeDensityModel(
  'vae of real numbers, given a context',
  (rng) =>
    vae({
      eventShape: [2],
      ...networks(rng, 2, 4, 2),
      posterior: flowPosterior({ dims: 2, context: 3, rng: rng.fork('posterior') }),
      likelihood: core.gaussianConditional(),
      points: 4,
    }),
  { eventShape: [2], samples: false, integrates: false, context: 2 },
);
describeDensityModel(
  'vae of images of levels, convolutional, given a context',
  (rng) => {
    const sizes = { shape: [2, 2, 3], channels: [4], context: 2 } as const;
    return vae({
      eventShape: [2, 2, 3],
      encoder: convolutionalEncoder({ ...sizes, outputs: 4, rng: rng.fork('encoder') }),
      posterior: flowPosterior({ dims: 2, context: 4, rng: rng.fork('posterior') }),
      decoder: convolutionalDecoder({ ...sizes, inputs: 2, hidden: [4], outputs: 10, rng: rng.fork('decoder') }),
      likelihood: core.discretizedLogisticMixtureConditional({ levels: 8, components: 1, channels: 3 }),
      points: 1,
    });
  },
  { eventShape: [2, 2, 3], support: integers(8), samples: false, context: 2 },
);

const x = tf.tensor2d([
  [0, 1, 1, 0],
  [1, 1, 0, 0],
  [0, 0, 0, 1],
]);

test('logProb is the mean of log weights, and the objective of enough batches its negative mean', () => {
  const model = ofBits(core.rng(0), undefined, { points: 512 });
  const step = tf.scalar(0);
  const losses = Array.from(
    { length: 512 },
    (_, i) => model.objective(x, { rng: core.rng(i), step }).dataSync()[0] as number,
  );
  const mean = losses.reduce((sum, loss) => sum + loss / losses.length, 0);
  expect(mean).toBeCloseTo(-(tf.tidy(() => model.logProb(x).mean().dataSync()[0]) as number), 1);
});

test('the terms are those of the objective', () => {
  const model = ofBits(core.rng(0));
  const { logLikelihood, logRatio } = model.terms(x, { rng: core.rng(1) });
  expect([logLikelihood.shape, logRatio.shape]).toEqual([[3], [3]]);
  const loss = model.objective(x, { rng: core.rng(1), step: tf.scalar(0) });
  expectClose(logRatio.sub(logLikelihood).mean(), loss, { tolerance: 1e-5 });
});

test('free bits are a floor under the divergence, and warm-up leaves it out at first', () => {
  const loss = (options: object, step: number) =>
    ofBits(core.rng(0), undefined, options)
      .objective(x, { rng: core.rng(1), step: tf.scalar(step) })
      .dataSync()[0] as number;
  const [without, whole] = [loss({ warmUp: 10 }, 0), loss({}, 0)];
  expect(loss({ warmUp: 10 }, 5)).toBeCloseTo((without + whole) / 2, 5);
  expect(loss({ warmUp: 10 }, 50)).toBeCloseTo(whole, 5);
  expect(loss({ freeBits: 100 }, 0)).toBeCloseTo(without + 100, 3);
});

test('more importance samples bring the bound nearer, at an error that is as large as it says', () => {
  const model = ofBits(core.rng(0));
  const estimate = (samples: number, seed: number) => model.importanceEstimate(x, { rng: core.rng(seed), samples });
  const exact = estimate(20000, 0).logProb.dataSync();
  const elbo = model.logProb(x).dataSync();
  const many = Array.from({ length: 100 }, (_, i) => estimate(300, i + 1));
  for (const row of [0, 1, 2]) {
    const values = many.map(({ logProb }) => logProb.dataSync()[row] as number);
    const mean = values.reduce((sum, value) => sum + value / 100, 0);
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / 99, 0));
    const said = many.reduce((sum, { standardError }) => sum + (standardError.dataSync()[row] as number) / 100, 0);
    expect(mean).toBeGreaterThan(elbo[row] as number);
    expect(mean).toBeLessThanOrEqual((exact[row] as number) + (3 * spread) / 10);
    expect(said / spread).toBeGreaterThan(0.75);
    expect(said / spread).toBeLessThan(1.25);
  }
});

test('encoding is the middle of the posterior, and decoding the most probable x', () => {
  const model = ofBits(core.rng(0));
  const z = model.encode(x);
  const [μ] = tf.tidy(() => {
    const h = model.parts.encoder.apply(x);
    return [model.parts.posterior.bijector.forward(tf.zeros([3, 2]), { context: h }).value.dataSync()];
  });
  expect([...z.dataSync()]).toEqual([...(μ as Float32Array)]);
  const logits = tf.tidy(() => model.parts.decoder.apply(z).dataSync());
  expect([...model.decode(z).dataSync()]).toEqual([...logits].map((a) => Number(a > 0)));
});

test('z and x have temperatures of their own', () => {
  const model = ofBits(core.rng(0));
  const sample = (temperature: number[]) => [...model.sample(50, { rng: core.rng(1), temperature }).dataSync()];
  expect(sample([0, 0])).toEqual([...Array(50)].flatMap(() => sample([0, 0]).slice(0, 4)));
  expect(sample([1, 0])).not.toEqual(sample([1, 1]));
});
