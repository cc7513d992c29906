import { activationKernels } from './activations.ts';
import { arithmeticKernels } from './arithmetic.ts';
import { blockKernels } from './blocks.ts';
import { comparisonKernels } from './comparisons.ts';
import { constantKernels } from './constants.ts';
import { convolutionKernels } from './convolution.ts';
import { convolutionGradientKernels } from './convolution-gradients.ts';
import { functionKernels } from './functions.ts';
import { gatherKernels } from './gathers.ts';
import { joinKernels } from './joins.ts';
import type { Kernels } from './kernel.ts';
import { layoutKernels } from './layout.ts';
import { matMulKernels } from './mat-mul.ts';
import { normalizationKernels } from './normalizations.ts';
import { orderKernels } from './orders.ts';
import { poolingKernels } from './pooling.ts';
import { reductionKernels } from './reductions.ts';
import { resizingKernels } from './resizing.ts';
import { scatterKernels } from './scatters.ts';
import { sliceKernels } from './slices.ts';

/** The ONNX forms of tfjs's kernels, by tfjs's names. */
export const kernels: Kernels = {
  ...arithmeticKernels,
  ...comparisonKernels,
  ...functionKernels,
  ...activationKernels,
  ...constantKernels,
  ...reductionKernels,
  ...layoutKernels,
  ...blockKernels,
  ...sliceKernels,
  ...joinKernels,
  ...gatherKernels,
  ...scatterKernels,
  ...matMulKernels,
  ...convolutionKernels,
  ...convolutionGradientKernels,
  ...poolingKernels,
  ...resizingKernels,
  ...normalizationKernels,
  ...orderKernels,
};
