import { type ConditionalDistribution, kinds as core, type Kinds, rng } from '@flows/core';
import { AgnosticMade } from './agnostic-made.ts';
import { type AgnosticMlp, agnosticMlp } from './agnostic-mlp.ts';
import type { AutoregressiveNetwork } from './autoregressive-network.ts';
import { Made } from './made.ts';
import { maskedMlp } from './masked-mlp.ts';

/** Every part of `@flows/made` that a config can name, and those of `@flows/core` that its models are made of. */
export const kinds: Kinds = {
  ...core,
  'agnostic-made': ({ network, conditional }, build) =>
    new AgnosticMade({
      network: build<AgnosticMlp>(network),
      conditional: build<ConditionalDistribution>(conditional),
    }),
  'agnostic-mlp': (config) => agnosticMlp({ ...config, rng: rng(0) }),
  made: ({ network, conditional }, build) =>
    new Made({
      network: build<AutoregressiveNetwork>(network),
      conditional: build<ConditionalDistribution>(conditional),
    }),
  'masked-mlp': (config) => maskedMlp({ ...config, rng: rng(0) }),
};
