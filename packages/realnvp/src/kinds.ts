import { type Bijector, type Conditioner, kinds as core, type ElementwiseFamily, type Kinds, rng } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { coupling } from './coupling.ts';
import { factorOut } from './factor-out.ts';
import { residualConvNet } from './residual-conv-net.ts';
import { squeeze } from './squeeze.ts';

/** Every part of `@flows/realnvp` that a config can name, and those of `@flows/core` that its models are made of. */
export const kinds: Kinds = {
  ...core,
  coupling: ({ mask, conditioner, family }, build) =>
    coupling({ mask, conditioner: build<Conditioner>(conditioner), family: build<ElementwiseFamily>(family) }),
  'factor-out': ({ shape, keep, rest }, build) =>
    factorOut({ shape, keep, rest: build<Bijector<tf.Tensor2D, tf.Tensor4D>>(rest) }),
  'residual-conv-net': (config) => residualConvNet({ ...config, rng: rng(0) }),
  squeeze,
};
