import { dilatedGradientCases } from './fixtures/dilated-gradient-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(dilatedGradientCases);
