import { testKernels } from './fixtures/kernel-law.ts';
import { sliceCases } from './fixtures/slice-cases.ts';

testKernels(sliceCases);
