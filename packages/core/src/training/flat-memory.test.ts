import { afterEach, expect, test, vi } from 'vitest';
import { flatZeros, memoryOf, zerosBeside } from './flat-memory.ts';

const refusing = (error: Error) =>
  class {
    constructor() {
      throw error;
    }
  };

afterEach(() => vi.unstubAllGlobals());

test('five arrays of one length share a memory, and no number', () => {
  const first = flatZeros(1000);
  const arrays = [first, ...[1, 2, 3, 4].map(() => zerosBeside(first))];
  expect(memoryOf(arrays)?.buffer).toBe(first.buffer);
  for (const [i, array] of arrays.entries()) array.fill(i + 1);
  for (const [i, array] of arrays.entries()) expect([...array]).toEqual(Array.from({ length: 1000 }, () => i + 1));
});

test('what finds no room, and what begins elsewhere, is an ordinary array of zeros', () => {
  const first = flatZeros(3);
  for (let i = 0; i < 4; i++) zerosBeside(first).fill(1);
  expect([...zerosBeside(first)]).toEqual([0, 0, 0]);
  expect(memoryOf([zerosBeside(first)])).toBeUndefined();
  expect(memoryOf([zerosBeside(new Float32Array(3))])).toBeUndefined();
  expect(flatZeros(0)).toHaveLength(0);
});

test('arrays of two memories, and views of parts, have no memory in common', () => {
  const [one, other] = [flatZeros(8), flatZeros(8)];
  expect(memoryOf([one, other])).toBeUndefined();
  expect(memoryOf([one, one.subarray(0, 4)])).toBeUndefined();
});

test.each([
  ['no WebAssembly', undefined],
  ['no memory of that size', { Memory: refusing(new RangeError('could not allocate memory')) }],
])('where there is %s, arrays are ordinary', (_, WebAssembly) => {
  vi.stubGlobal('WebAssembly', WebAssembly);
  const array = flatZeros(3);
  expect([...array, ...zerosBeside(array)]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(memoryOf([array])).toBeUndefined();
});

test('another error is not hidden', () => {
  vi.stubGlobal('WebAssembly', { Memory: refusing(new TypeError('broken')) });
  expect(() => flatZeros(3)).toThrow('broken');
});
