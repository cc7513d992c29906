import { constantCases } from './fixtures/constant-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(constantCases);
