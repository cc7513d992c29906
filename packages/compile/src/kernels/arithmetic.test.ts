import { arithmeticCases } from './fixtures/arithmetic-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(arithmeticCases);
