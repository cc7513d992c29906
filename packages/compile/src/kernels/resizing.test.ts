import { testKernels } from './fixtures/kernel-law.ts';
import { resizingCases } from './fixtures/resizing-cases.ts';

testKernels(resizingCases);
