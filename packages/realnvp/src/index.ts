export { Coupling, type CouplingOptions, coupling } from './coupling.ts';
export type { CouplingStackOptions } from './coupling-stack.ts';
export { type DequantizationFlowOptions, dequantizationFlow } from './dequantization-flow.ts';
export { FactorOut, type FactorOutOptions, factorOut } from './factor-out.ts';
export { type ImageConditionerBody, type ImageCouplingOptions, imageCoupling } from './image-coupling.ts';
export { type ImageShape, requireImageShape } from './image-shape.ts';
export { kinds } from './kinds.ts';
export {
  checkerboardMask,
  complement,
  type EventMask,
  halfMask,
  type Mask,
  type MaskBit,
  type MaskOption,
  oddEvenMask,
  randomMask,
} from './mask.ts';
export { type FlowScale, type MultiScale, multiScale } from './multi-scale.ts';
export { type MultiScaleRealNvpOptions, multiScaleRealNvp } from './multi-scale-real-nvp.ts';
export { type NiceOptions, nice } from './nice.ts';
export { type RealNvpOptions, realNvp } from './real-nvp.ts';
export {
  ResidualConvNet,
  type ResidualConvNetBody,
  type ResidualConvNetOptions,
  residualConvNet,
} from './residual-conv-net.ts';
export { squeeze, squeezedShape } from './squeeze.ts';
export { stackScale } from './stack-scale.ts';
