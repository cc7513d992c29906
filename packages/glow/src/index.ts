export { ActNorm, actNorm } from './act-norm.ts';
export { type ChannelPriorOptions, channelPrior } from './channel-prior.ts';
export { type GlowOptions, glow } from './glow.ts';
export { GlowNetwork, type GlowNetworkOptions, glowNetwork } from './glow-network.ts';
export {
  InvertibleConvolution,
  type InvertibleConvolutionOptions,
  invertibleConvolution,
  type Parameterization,
} from './invertible-convolution.ts';
export { kinds } from './kinds.ts';
export type { FixedFactors } from './lu-matrix.ts';
export { zeroConvolution } from './zero-convolution.ts';
