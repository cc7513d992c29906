import { activationCases } from './fixtures/activation-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(activationCases);
