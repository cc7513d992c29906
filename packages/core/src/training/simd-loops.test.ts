import { afterEach, expect, test, vi } from 'vitest';
import { flatZeros, zerosBeside } from './flat-memory.ts';
import { simdLoops } from './simd-loops.ts';

afterEach(() => vi.unstubAllGlobals());

test('arrays of one memory have loops that reach them, the same at every call', () => {
  const parameters = flatZeros(3);
  const gradients = zerosBeside(parameters);
  gradients.set([1, 2, 3]);
  const loops = simdLoops([parameters, gradients]);
  expect(loops?.sumOfSquares(gradients)).toBe(14);
  expect(loops?.sumOfSquares(parameters)).toBe(0);
  expect(simdLoops([parameters])).toBe(loops);
});

test('ordinary arrays, and arrays of two memories, have none', () => {
  expect(simdLoops([new Float32Array(3)])).toBeUndefined();
  expect(simdLoops([flatZeros(3), new Float32Array(3)])).toBeUndefined();
  expect(simdLoops([flatZeros(3), flatZeros(3)])).toBeUndefined();
});

test('where WebAssembly has no SIMD, or a page may not compile it, there are none', async () => {
  const { Memory, CompileError } = WebAssembly;
  class Module {
    constructor() {
      throw new CompileError('Wasm SIMD unsupported');
    }
  }
  vi.stubGlobal('WebAssembly', { Memory, CompileError, Module });
  vi.resetModules();
  const { flatZeros } = await import('./flat-memory.ts');
  const { simdLoops } = await import('./simd-loops.ts');
  expect(simdLoops([flatZeros(3)])).toBeUndefined();
});
