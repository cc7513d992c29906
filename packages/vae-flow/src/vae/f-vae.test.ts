import {
  affine,
  type Bijector,
  bernoulliConditional,
  type Config,
  flow,
  isotropicGaussianConditional,
  mlp,
  rng,
  standardNormal,
  stateless,
  variablesOf,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { denseEncoder } from '../networks/dense-encoder.ts';
import type { Encoder } from '../networks/encoder.ts';
import { fVae } from './f-vae.ts';
import { flowPosterior } from './flow-posterior.ts';
import { vae } from './vae.ts';

test('where F is the identity, an f-VAE is the Gaussian variational autoencoder', () => {
  const parts = () => ({
    eventShape: [4],
    encoder: denseEncoder({ inputs: 4, hidden: [5], outputs: 3, rng: rng('encoder') }),
    decoder: mlp({ inputs: 2, hidden: [6], outputs: 4, start: 'uniform', rng: rng('decoder') }),
    likelihood: bernoulliConditional(),
  });
  const identity = affine({ eventShape: [2], trained: [] }) as Bijector<tf.Tensor2D>;
  const ofFlow = fVae({ ...parts(), bijector: identity, std: 0.5, rng: rng(0) });
  const gaussian = vae({ ...parts(), posterior: flowPosterior({ dims: 2, context: 3, std: 0.5, rng: rng(0) }) });
  const x = tf.tensor2d([
    [0, 1, 1, 0],
    [1, 1, 0, 1],
  ]);
  const loss = (model: typeof gaussian) => model.objective(x, { rng: rng(1), step: tf.scalar(0) }).dataSync()[0];
  expect(loss(ofFlow)).toBe(loss(gaussian));
  expect([...ofFlow.logProb(x).dataSync()]).toEqual([...gaussian.logProb(x).dataSync()]);
});

const D = 3;

/** E(x) = x, which the mean of the posterior is made to leave as it is. */
const unchanged: Encoder = {
  ...stateless({ kind: 'unchanged' } as Config),
  outputs: D,
  apply: (x) => x.clone() as tf.Tensor2D,
};

/** F with weights that are not the identity's. */
const weighted = () =>
  affine({ eventShape: [D], shift: [1, -2, 0.5], logScale: [0.3, -0.5, 1] }) as Bijector<tf.Tensor2D>;

/** The f-VAE of E(x) = x and the decoder F⁻¹, with σ₁ and the decoder's noise δ. */
function undoing(F: Bijector<tf.Tensor2D>, std: number, noise: number) {
  const decoder = {
    ...stateless({ kind: 'undone' } as Config),
    inputs: D,
    outputs: D,
    apply: (z: tf.Tensor2D) => F.inverse(z).value,
  };
  const likelihood = isotropicGaussianConditional({ std: noise, trained: false });
  const model = fVae({ eventShape: [D], encoder: unchanged, decoder, likelihood, bijector: F, std, rng: rng(0) });
  for (const [path, variable] of variablesOf(model)) {
    if (path.endsWith('mean.kernel')) variable.assign(tf.eye(D));
    if (path.endsWith('mean.bias')) variable.assign(tf.zeros([D]));
  }
  return model;
}

test.each([
  [0.5, 0.5],
  [0.1, 0.1],
  [0.1, 0.05],
  [0.1, 0.02],
])(
  'of E(x) = x and the decoder F⁻¹ it is the NLL of x + σ₁ u under the flow F⁻¹, and a constant: σ₁ = %d, δ = %d',
  (std, noise) => {
    const F = weighted();
    const x = rng('x').normal<tf.Rank.R2>([6, D]);
    const u = rng(7).normal<tf.Rank.R2>([6, D]);
    const loss = undoing(F, std, noise)
      .objective(x, { rng: rng(7), step: tf.scalar(0) })
      .dataSync()[0] as number;
    const ofFlow = flow({
      base: standardNormal({ eventShape: [D] }),
      bijector: { ...F, forward: F.inverse, inverse: F.forward },
    });
    const nll = -(ofFlow
      .logProb(x.add(u.mul(std)))
      .mean()
      .dataSync()[0] as number);
    // The same for every F: 0 where δ = σ₁, and in the mean over u larger the smaller δ is.
    const square = u.square().sum(1).mean().dataSync()[0] as number;
    const constant = (square / 2) * ((std / noise) ** 2 - 1) + D * Math.log(noise / std);
    expect(loss).toBeCloseTo(nll + constant, 2);
  },
);

test.each([0.1, 0.02])('its gradients by F are those of the flow, whatever δ is: %d', (noise) => {
  const F = weighted();
  const [model, x, u] = [
    undoing(F, 0.1, noise),
    rng('x').normal<tf.Rank.R2>([6, D]),
    rng(7).normal<tf.Rank.R2>([6, D]),
  ];
  const weights = [...variablesOf(F).values()];
  const ofVae = tf.variableGrads(() => model.objective(x, { rng: rng(7), step: tf.scalar(0) }), weights).grads;
  const ofFlow = tf.variableGrads(() => {
    const { value: z, logDet } = F.forward(x.add(u.mul(0.1)));
    return standardNormal({ eventShape: [D] })
      .logProb(z)
      .add(logDet)
      .mean()
      .neg() as tf.Scalar;
  }, weights).grads;
  for (const { name } of weights) {
    const [a, b] = [ofVae[name], ofFlow[name]].map((gradient) => [...(gradient as tf.Tensor).dataSync()]);
    expect(a).toEqual((b as number[]).map((value) => expect.closeTo(value, 2)));
  }
});

test.each<[object, string]>([
  [{ encoder: undefined }, 'fVae: expected encoder to be a network, got undefined; make one with denseEncoder'],
  [{ decoder: standardNormal({ eventShape: [2] }) }, 'fVae: expected decoder to be a network, got "standard-normal"'],
  [
    { bijector: standardNormal({ eventShape: [2] }) },
    'fVae: expected bijector to be a bijector, got "standard-normal"',
  ],
  [{ bijector: affine({ eventShape: [D + 1] }) }, 'fVae: expected bijector of 3 dims, got 4; give both the same dims'],
  [{ std: 0 }, 'fVae: expected std'],
])('parts that do not fit are refused: %j', (options, message) => {
  const decoder = mlp({ inputs: D, hidden: [4], outputs: D, rng: rng(0) });
  const likelihood = isotropicGaussianConditional();
  const all = {
    eventShape: [D],
    encoder: unchanged,
    decoder,
    likelihood,
    bijector: weighted(),
    rng: rng(0),
    ...options,
  };
  expect(() => fVae(all)).toThrow(message);
});
