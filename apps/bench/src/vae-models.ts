import { type Bijector, ConfigError, type Rng } from '@flows/core';
import { iaf } from '@flows/maf-iaf';
import { realNvp } from '@flows/realnvp';
import { flowPosterior, fVae, planarFlow, radialFlow, sylvesterFlow, type Vae, vae } from '@flows/vae-flow';
import type * as tf from '@tensorflow/tfjs';
import { levelConditional } from './level-conditional.ts';
import type { ModelEntry, ModelOptions } from './model-entry.ts';
import { vaeNetworks } from './vae-networks.ts';

/** The dimensions of z where the profile does not say. */
const fewLatents = 32;

/** The sizes of the flow of a posterior: D of z, K steps, the widths of networks, and that of the encoder's h. */
type PosteriorSizes = { dims: number; steps: number; hidden: readonly number[]; context: number; rng: Rng };

type FlowOf = (sizes: PosteriorSizes) => Bijector<tf.Tensor, tf.Tensor2D>;

/** What all have in common: images of levels, p(x | z), and the same two networks. */
function partsOf(who: string, options: ModelOptions) {
  const { imageShape, levels, hidden, channels, latents = fewLatents, rng } = options;
  if (imageShape === undefined || levels === undefined) {
    throw new ConfigError(`${who}: expected images of whole numbers, got vectors or real numbers`);
  }
  const likelihood = levelConditional(levels);
  const networks = vaeNetworks({ shape: imageShape, likelihood, latents, hidden, channels, rng });
  return { eventShape: imageShape, likelihood, ...networks };
}

const sizesOf = ({ layers: steps, hidden, rng }: ModelOptions, dims: number, context: number): PosteriorSizes => ({
  ...{ dims, steps, hidden, context },
  rng: rng.fork('flow'),
});

/** An autoencoder whose posterior is a flow, or a Gaussian where there is none. */
function withPosterior(who: string, options: ModelOptions, flowOf?: FlowOf): Vae {
  const parts = partsOf(who, options);
  const { encoder, decoder } = parts;
  const bijector = flowOf?.(sizesOf(options, decoder.inputs, encoder.outputs));
  const sizes = { dims: decoder.inputs, context: encoder.outputs };
  return vae({ ...parts, posterior: flowPosterior({ ...sizes, bijector, rng: options.rng.fork('posterior') }) });
}

/** Models of images of whole numbers whose latent is small, with the same networks and different posteriors. */
export const vaeModels = {
  vae: {
    title: 'VAE',
    source: 'Kingma and Welling 2014',
    images: true,
    latents: true,
    build: (options) => withPosterior('vae', options),
  },
  'vae-planar': {
    title: 'VAE, planar flow',
    source: 'Rezende and Mohamed 2015, equation 10',
    images: true,
    latents: true,
    build: (options) => withPosterior('vae-planar', options, ({ hidden: _, ...sizes }) => planarFlow(sizes)),
  },
  'vae-radial': {
    title: 'VAE, radial flow',
    source: 'Rezende and Mohamed 2015, equation 14',
    images: true,
    latents: true,
    build: (options) => withPosterior('vae-radial', options, ({ hidden: _, ...sizes }) => radialFlow(sizes)),
  },
  'vae-sylvester': {
    title: 'VAE, Sylvester flow',
    source: 'van den Berg et al. 2018, triangular',
    images: true,
    latents: true,
    build: (options) =>
      withPosterior('vae-sylvester', options, ({ hidden: _, ...sizes }) =>
        sylvesterFlow({ ...sizes, form: 'triangular' }),
      ),
  },
  'vae-iaf': {
    title: 'VAE, IAF',
    source: 'Kingma et al. 2016',
    images: true,
    latents: true,
    build: (options) =>
      withPosterior('vae-iaf', options, ({ steps: layers, ...sizes }) => {
        return iaf({ ...sizes, layers, gated: true }).bijector;
      }),
  },
  'f-vae': {
    title: 'f-VAE, affine couplings',
    source: 'Su and Wu 2018',
    images: true,
    latents: true,
    build: (options) => {
      const parts = partsOf('f-vae', options);
      const { context: _, steps: layers, ...sizes } = sizesOf(options, parts.decoder.inputs, parts.encoder.outputs);
      return fVae({
        ...parts,
        bijector: realNvp({ ...sizes, layers }).bijector,
        rng: options.rng.fork('posterior'),
      });
    },
  },
} satisfies Record<string, ModelEntry>;
