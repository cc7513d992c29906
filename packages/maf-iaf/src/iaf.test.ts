import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { maskedMlp } from '@flows/made';
import { drawWeights, expectClose, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { iaf } from './iaf.ts';
import { kinds } from './kinds.ts';
import { maskedAutoregressive } from './masked-autoregressive.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
const box: [number, number][] = [
  [-10, 10],
  [-10, 10],
];

describeDensityModel('iaf', (rng) => iaf({ dims: 2, layers: 3, hidden: [8, 8], rng }), {
  eventShape: [2],
  integrates: box,
});
describeDensityModel(
  'iaf, gated, residual and with context',
  (rng) =>
    iaf({
      dims: 3,
      layers: 2,
      hidden: [8, 8],
      gated: true,
      residual: true,
      direct: true,
      activation: 'tanh',
      context: 2,
      rng,
    }),
  { eventShape: [3], context: 2 },
);
describeDensityModel(
  'iaf, batch-normalised, with random orders',
  (rng) => iaf({ dims: 4, layers: 2, hidden: [8], order: 'random', batchNorm: true, rng }),
  { eventShape: [4] },
);

test("an IAF is the inverse of a MAF with μ̃ = -μ/σ and σ̃ = 1/σ: the article's identity", () => {
  const network = maskedMlp({ dims: 4, hidden: [9, 9], activation: 'tanh', parameters: 2, rng: core.rng(0) });
  drawWeights(network, core.rng(1));
  // The paper's MAF, x_i = z_i σ_i(x_{<i}) + μ_i(x_{<i}), with any μ and log σ: its family maps from latent to data.
  const logScale: core.CustomScale = { logScale: (a) => a.tanh() };
  const affine = core.affineFamily({ scale: logScale });
  const paper: core.ElementwiseFamily = { ...affine, forward: affine.inverse, inverse: affine.forward };
  const maf = maskedAutoregressive({ network, family: paper });
  // The IAF's network: the same outputs (μ, a) turned to (-μ/σ, -a), of which tanh gives log σ̃ = -log σ.
  const turned = (theta: tf.Tensor2D) => {
    const [mu, a] = tf.split(theta, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    return tf.concat([mu.neg().mul(a.tanh().neg().exp()), a.neg()], 1) as tf.Tensor2D;
  };
  const tilde = {
    dims: 4,
    degrees: network.degrees,
    parameters: 2,
    inputsPerElement: 1,
    config: network.config,
    parts: {},
    dispose: () => {},
    apply: (x: tf.Tensor2D) => turned(network.apply(x)),
    applySequentially: (...args: Parameters<typeof network.applySequentially>) => {
      const [rows, next, given] = args;
      return network.applySequentially(rows, (theta, i) => next(turned(theta), i), given);
    },
  };
  const inverse = core.invert(maskedAutoregressive({ network: tilde, family: affine }));
  tf.tidy(() => {
    const z = core.rng(2).normal<tf.Rank.R2>([5, 4]);
    // x̃ = z, z̃ = x: where the MAF maps z to x, the IAF maps x to z.
    const { value: x, logDet } = maf.forward(z);
    const back = inverse.forward(x);
    expectClose(back.value, z, { tolerance: 1e-4 });
    expectClose(back.logDet, logDet.neg(), { tolerance: 1e-4 });
    expectClose(maf.inverse(x).value, back.value, { tolerance: 1e-5 });
  });
});

test('a gate and a scale exclude each other', () => {
  expect(() => iaf({ dims: 2, gated: true, scale: 'tanh', rng: core.rng(0) })).toThrow('expected a scale or a gate');
});
