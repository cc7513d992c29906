import {
  type ConditionalDistribution,
  kinds as core,
  type DensityModel,
  type Flow,
  type Kinds,
  rng,
} from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { planar } from './flows/planar.ts';
import { radial } from './flows/radial.ts';
import { sylvester } from './flows/sylvester.ts';
import { convolutionalDecoder } from './networks/convolutional-decoder.ts';
import { convolutionalEncoder } from './networks/convolutional-encoder.ts';
import type { Decoder } from './networks/decoder.ts';
import { denseEncoder } from './networks/dense-encoder.ts';
import type { Encoder } from './networks/encoder.ts';
import { reparameterization } from './vae/reparameterization.ts';
import { vae } from './vae/vae.ts';

/** Every part of `@flows/vae-flow` that a config can name, and those of `@flows/core`. */
export const kinds: Kinds = {
  ...core,
  'convolutional-decoder': (config) => convolutionalDecoder({ ...config, rng: rng(0) }),
  'convolutional-encoder': (config) => convolutionalEncoder({ ...config, rng: rng(0) }),
  'dense-encoder': (config) => denseEncoder({ ...config, rng: rng(0) }),
  planar: (config) => planar({ ...config, rng: rng(0) }),
  radial: (config) => radial({ ...config, rng: rng(0) }),
  reparameterization: (config) => reparameterization({ ...config, rng: rng(0) }),
  sylvester: (config) => sylvester({ ...config, rng: rng(0) }),
  vae: ({ encoder, posterior, decoder, likelihood, prior, ...config }, build) =>
    vae({
      ...config,
      encoder: build<Encoder>(encoder),
      posterior: build<Flow<tf.Tensor, tf.Tensor2D>>(posterior),
      decoder: build<Decoder>(decoder),
      likelihood: build<ConditionalDistribution>(likelihood),
      prior: build<DensityModel<tf.Tensor2D>>(prior),
    }),
};
