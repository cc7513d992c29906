import { blockCases } from './fixtures/block-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(blockCases);
