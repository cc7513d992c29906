import { expect, test } from 'vitest';
import wabt from 'wabt';
import { adamWasm } from './adam-wasm.ts';

const textOf = async (path: string): Promise<string> => (await import(`${path}?raw`)).default;

test('adam-wasm.ts is what adam.wat assembles to', async () => {
  const module = (await wabt()).parseWat('adam.wat', await textOf('./adam.wat'), { simd: true });
  expect(adamWasm).toBe(btoa(String.fromCharCode(...module.toBinary({}).buffer)));
});
