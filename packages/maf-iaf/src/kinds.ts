import type { ElementwiseFamily, Kinds } from '@flows/core';
import { type AutoregressiveNetwork, kinds as made } from '@flows/made';
import { maskedAutoregressive } from './masked-autoregressive.ts';

/** Every part of `@flows/maf-iaf` that a config can name, and those of the packages that its models are made of. */
export const kinds: Kinds = {
  ...made,
  'masked-autoregressive': ({ network, family, solver }, build) =>
    maskedAutoregressive({
      network: build<AutoregressiveNetwork>(network),
      family: build<ElementwiseFamily>(family),
      solver,
    }),
};
