import { testKernels } from './fixtures/kernel-law.ts';
import { orderCases } from './fixtures/order-cases.ts';

testKernels(orderCases);
