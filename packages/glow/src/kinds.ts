import { type Kinds, rng } from '@flows/core';
import { kinds as realnvp } from '@flows/realnvp';
import { actNorm } from './act-norm.ts';
import { channelPrior } from './channel-prior.ts';
import { glowNetwork } from './glow-network.ts';
import { invertibleConvolution } from './invertible-convolution.ts';
import { zeroConvolution } from './zero-convolution.ts';

/** Every part of `@flows/glow` that a config can name, and those of `@flows/realnvp` and `@flows/core`. */
export const kinds: Kinds = {
  ...realnvp,
  'act-norm': actNorm,
  'channel-prior': channelPrior,
  'glow-network': (config) => glowNetwork({ ...config, rng: rng(0) }),
  // Its weights are the file's: no rotation is drawn.
  'invertible-convolution': (config) => invertibleConvolution({ ...config, start: 'identity', rng: rng(0) }),
  'zero-convolution': (config) => zeroConvolution({ ...config, rng: rng(0) }),
};
