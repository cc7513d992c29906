import { joinCases } from './fixtures/join-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(joinCases);
