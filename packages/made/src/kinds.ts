import { type ConditionalDistribution, kinds as core, type Kinds, rng } from '@flows/core';
import { Made } from './made.ts';
import { type MaskedMlp, maskedMlp } from './masked-mlp.ts';

/** Every part of `@flows/made` that a config can name, and those of `@flows/core` that its models are made of. */
export const kinds: Kinds = {
  ...core,
  made: ({ network, conditional }, build) =>
    new Made({ network: build<MaskedMlp>(network), conditional: build<ConditionalDistribution>(conditional) }),
  'masked-mlp': (config) => maskedMlp({ ...config, rng: rng(0) }),
};
