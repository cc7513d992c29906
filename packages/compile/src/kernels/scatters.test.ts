import { testKernels } from './fixtures/kernel-law.ts';
import { scatterCases } from './fixtures/scatter-cases.ts';

testKernels(scatterCases);
