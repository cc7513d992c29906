import { gatherCases } from './fixtures/gather-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(gatherCases);
