import type { ElementwiseFamily, Rng } from '@flows/core';
import { type Coupling, coupling } from './coupling.ts';
import type { EventMask, Mask } from './mask.ts';
import { parting } from './parting.ts';
import { type ResidualConvNetBody, residualConvNet } from './residual-conv-net.ts';

/** 32 channels and 2 blocks where absent. */
export type ImageConditionerBody = Partial<ResidualConvNetBody>;

/** What a coupling is made of, and the body of its conditioner, see `residualConvNet`. */
export type ImageCouplingOptions = ImageConditionerBody & {
  mask: Mask | EventMask;
  family: ElementwiseFamily;
  rng: Rng;
};

/**
 * A coupling of images whose conditioner is a residual convolutional network of the sizes that mask and family ask for.
 *
 * @throws ConfigError where a size is none, or the mask leaves or moves nothing.
 */
export function imageCoupling({ mask, family, hidden = 32, blocks = 2, ...body }: ImageCouplingOptions): Coupling {
  const { read, moved } = parting(mask);
  const sizes = { inputs: read, outputs: family.parameters * moved };
  return coupling({ mask, family, conditioner: residualConvNet({ ...body, ...sizes, hidden, blocks }) });
}
