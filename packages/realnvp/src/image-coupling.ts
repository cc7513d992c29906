import type { ElementwiseFamily, Rng } from '@flows/core';
import { type Coupling, coupling } from './coupling.ts';
import type { EventMask, Mask } from './mask.ts';
import { parting } from './parting.ts';
import { type ResidualConvNetBody, residualConvNet } from './residual-conv-net.ts';

/** 32 channels and 2 blocks where absent. */
export type ImageConditionerBody = Partial<ResidualConvNetBody>;

/** A coupling of images whose conditioner is a residual convolutional network of the sizes that mask and family ask for. */
export function imageCoupling(
  mask: Mask | EventMask,
  family: ElementwiseFamily,
  { hidden = 32, blocks = 2, ...body }: ImageConditionerBody,
  rng: Rng,
): Coupling {
  const { read, moved } = parting(mask);
  const sizes = { inputs: read, outputs: family.parameters * moved };
  return coupling({ mask, family, conditioner: residualConvNet({ ...body, ...sizes, hidden, blocks, rng }) });
}
