import { convolutionCases } from './fixtures/convolution-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(convolutionCases);
