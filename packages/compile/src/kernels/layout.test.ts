import { testKernels } from './fixtures/kernel-law.ts';
import { layoutCases } from './fixtures/layout-cases.ts';

testKernels(layoutCases);
