import { testKernels } from './fixtures/kernel-law.ts';
import { poolingCases } from './fixtures/pooling-cases.ts';

testKernels(poolingCases);
