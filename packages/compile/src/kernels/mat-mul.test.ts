import { testKernels } from './fixtures/kernel-law.ts';
import { matMulCases } from './fixtures/mat-mul-cases.ts';

testKernels(matMulCases);
