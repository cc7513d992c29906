import { diagonalBiLstm, gatedPixelCnn, waveNet } from '@flows/autoregressive';
import {
  type Bijector,
  bernoulliConditional,
  categoricalConditional,
  type DensityModel,
  mlp,
  type Rng,
  sizeOf,
} from '@flows/core';
import { glow } from '@flows/glow';
import { iaf, type MafOptions, maf } from '@flows/maf-iaf';
import { type ImageShape, multiScaleRealNvp } from '@flows/realnvp';
import { denseEncoder, flowPosterior, planarFlow, vae } from '@flows/vae-flow';
import type * as tf from '@tensorflow/tfjs';
import type { Model, ModelKind } from './model.ts';

const autoregressive = ({ shape: [dims = 0], hidden, layers }: Model, rng: Rng): MafOptions => ({
  dims,
  layers,
  hidden: [hidden, hidden],
  rng,
});

/** A variational autoencoder of networks with two hidden layers. */
function autoencoder(model: Model, rng: Rng, flowOf: (model: Model) => Bijector<tf.Tensor, tf.Tensor2D>): DensityModel {
  const { shape, hidden, latents = 1 } = model;
  const dims = sizeOf(shape);
  return vae({
    eventShape: shape,
    encoder: denseEncoder({ inputs: dims, hidden: [hidden], outputs: hidden, rng: rng.fork('encoder') }),
    posterior: flowPosterior({ dims: latents, context: hidden, bijector: flowOf(model), rng: rng.fork('posterior') }),
    decoder: mlp({
      inputs: latents,
      hidden: [hidden, hidden],
      outputs: dims,
      start: 'uniform',
      rng: rng.fork('decoder'),
    }),
    likelihood: bernoulliConditional(),
  });
}

/**
 * Ours of each kind.
 *
 * - `maf`: a masked autoregressive flow, whose density takes one pass and whose samples go element by element, `iaf` an
 *   inverse one, where it is the other way round.
 * - `glow`: of affine couplings and matrices in LU form.
 * - `realnvp`: multi-scale, of networks with one weight-normalised block each, and with learnt priors.
 * - `gated-pixelcnn`, `diagonal-bilstm`: of images of two levels.
 * - `vae-planar`, `vae-iaf`: of binary vectors, whose posterior has planar or gated inverse autoregressive steps that are told
 *   what the encoder gives.
 * - `wavenet`: of one stack, one-hot inputs, and skip connections of twice the channels.
 */
export const families = {
  maf: (model, rng) => maf(autoregressive(model, rng)),
  iaf: (model, rng) => iaf(autoregressive(model, rng)),
  glow: ({ shape, hidden, layers, levels }, rng) =>
    glow({ shape: shape as unknown as ImageShape, levels, steps: layers, hidden, rng }),
  realnvp: ({ shape, hidden, layers, levels }, rng) => {
    const sizes = { scales: levels, couplings: layers, hidden, blocks: 1 };
    return multiScaleRealNvp({ shape: shape as unknown as ImageShape, ...sizes, rng });
  },
  'gated-pixelcnn': ({ shape, hidden, layers }, rng) =>
    gatedPixelCnn({ eventShape: shape as unknown as ImageShape, units: hidden, layers, rng }),
  'diagonal-bilstm': ({ shape, hidden, layers }, rng) =>
    diagonalBiLstm({ eventShape: shape as unknown as ImageShape, units: hidden, layers, rng }),
  wavenet: ({ shape: [length = 0], values = 256, hidden, layers }, rng) => {
    const conditional = categoricalConditional({ levels: values });
    return waveNet({ length, conditional, channels: hidden, skip: 2 * hidden, layers, rng });
  },
  'vae-planar': (model, rng) =>
    autoencoder(model, rng, ({ layers, hidden, latents = 1 }) =>
      planarFlow({ dims: latents, steps: layers, context: hidden, rng: rng.fork('flow') }),
    ),
  'vae-iaf': (model, rng) =>
    autoencoder(model, rng, ({ layers, hidden, latents = 1 }) => {
      const sizes = { dims: latents, layers, hidden: [hidden], context: hidden, gated: true };
      return iaf({ ...sizes, rng: rng.fork('flow') }).bijector;
    }),
} satisfies Record<ModelKind, (model: Model, rng: Rng) => DensityModel>;
