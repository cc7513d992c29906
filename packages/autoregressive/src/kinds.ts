import { type ConditionalDistribution, kinds as core, type Kinds, rng } from '@flows/core';
import { AutoregressiveModel } from './autoregressive-model.ts';
import type { CausalNetwork } from './causal-network.ts';
import { gatedPixelCnnNetwork } from './gated-pixel-cnn-network.ts';
import { multiScale } from './multi-scale.ts';
import { pixelCnnNetwork } from './pixel-cnn-network.ts';
import { pixelRnnNetwork } from './pixel-rnn-network.ts';
import { WaveNetNetwork } from './wave-net-network.ts';

/** Every part of `@flows/autoregressive` that a config can name, and those of `@flows/core` that its models are made of. */
export const kinds: Kinds = {
  ...core,
  'autoregressive-model': ({ eventShape, network, conditional }, build) =>
    new AutoregressiveModel({
      eventShape,
      network: build<CausalNetwork>(network),
      conditional: build<ConditionalDistribution>(conditional),
    }),
  'gated-pixel-cnn-network': (config) => gatedPixelCnnNetwork({ ...config, rng: rng(0) }),
  'multi-scale': ({ small, large, ...options }, build) =>
    multiScale({ ...options, small: build(small), large: build(large), rng: rng(0) }),
  'pixel-cnn-network': (config) => pixelCnnNetwork({ ...config, rng: rng(0) }),
  'pixel-rnn-network': (config) => pixelRnnNetwork({ ...config, rng: rng(0) }),
  'wave-net-network': (config) => new WaveNetNetwork({ ...config, rng: rng(0) }),
};
