import { comparisonCases } from './fixtures/comparison-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(comparisonCases);
