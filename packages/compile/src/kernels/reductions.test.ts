import { testKernels } from './fixtures/kernel-law.ts';
import { reductionCases } from './fixtures/reduction-cases.ts';

testKernels(reductionCases);
