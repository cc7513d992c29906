import { imageCases } from './fixtures/image-cases.ts';
import { testKernels } from './fixtures/kernel-law.ts';

testKernels(imageCases);
