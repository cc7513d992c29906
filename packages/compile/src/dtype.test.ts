import { expect, test } from 'vitest';
import { CompileError } from './compile-error.ts';
import { hostDtype, inArrayOf } from './dtype.ts';

test.each(['float32', 'int32', 'bool'] as const)('%s is a type of numbers', (dtype) => {
  expect(hostDtype(dtype)).toBe(dtype);
});

test.each(['string', 'complex64', 'int64'] as const)('%s is refused by its name, with the cure', (dtype) => {
  expect(() => hostDtype(dtype)).toThrow(CompileError);
  expect(() => hostDtype(dtype)).toThrow(`got ${dtype}; compute with them outside`);
});

test('numbers in an array of their type stay in it, and others are converted', () => {
  const floats = Float32Array.of(1, 0);
  expect(inArrayOf('float32', floats)).toBe(floats);
  expect(inArrayOf('float32', Int32Array.of(1, 0))).toEqual(floats);
  expect(inArrayOf('float32', Uint8Array.of(1, 0))).toEqual(floats);
});
