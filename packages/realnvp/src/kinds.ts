import { type Conditioner, kinds as core, type ElementwiseFamily, type Kinds } from '@flows/core';
import { coupling } from './coupling.ts';

/** Every part of `@flows/realnvp` that a config can name, and those of `@flows/core` that its models are made of. */
export const kinds: Kinds = {
  ...core,
  coupling: ({ mask, conditioner, family }, build) =>
    coupling({ mask, conditioner: build<Conditioner>(conditioner), family: build<ElementwiseFamily>(family) }),
};
