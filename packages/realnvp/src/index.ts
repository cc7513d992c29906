export { Coupling, type CouplingOptions, coupling } from './coupling.ts';
export type { CouplingStackOptions } from './coupling-stack.ts';
export { kinds } from './kinds.ts';
export { complement, halfMask, type Mask, type MaskOption, oddEvenMask, randomMask } from './mask.ts';
export { type NiceOptions, nice } from './nice.ts';
export { type RealNvpOptions, realNvp } from './real-nvp.ts';
