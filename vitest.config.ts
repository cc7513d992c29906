import { defineConfig } from 'vitest/config';

const source = { conditions: ['@flows/source'] };
const project = (backend: 'cpu' | 'wasm', include: string[]) => ({
  resolve: source,
  ssr: { resolve: source },
  test: {
    name: backend,
    include,
    setupFiles: ['./packages/testing/src/backend.ts'],
    env: { FLOWS_BACKEND: backend },
  },
});

export default defineConfig({
  test: {
    projects: [
      project('cpu', ['{packages,apps}/*/src/**/*.test.ts']),
      project('wasm', [
        'packages/{core,made,maf-iaf,vae-flow,realnvp,glow,autoregressive}/src/**/*.test.ts',
        'packages/compile/src/*.test.ts',
        'packages/datasets/src/energies/*.test.ts',
      ]),
    ],
  },
});
