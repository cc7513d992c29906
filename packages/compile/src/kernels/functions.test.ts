import { functionCases } from './fixtures/function-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(functionCases);
