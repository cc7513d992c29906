import { testKernels } from './fixtures/kernel-law.ts';
import { normalizationCases } from './fixtures/normalization-cases.ts';

testKernels(normalizationCases);
