import { DataError } from '@flows/core';
import { expect, test } from 'vitest';
import type { FileBytes } from './file-bytes.ts';
import { numpyArrays } from './fixtures/numpy.ts';
import { readNpy } from './read-npy.ts';

test.each(numpyArrays)("NumPy's $name is read as NumPy reads it", ({ file, shape, values }) => {
  expect(readNpy(file)).toEqual({ data: Float32Array.from(values), shape });
});

test('bytes may lie anywhere in a larger buffer', () => {
  for (const { file, values } of numpyArrays) {
    const bytes = new Uint8Array(file.bytes.length + 3).subarray(3);
    bytes.set(file.bytes);
    expect(readNpy({ ...file, bytes }).data).toEqual(Float32Array.from(values));
  }
});

/** A file of version 1 with this header before its elements. */
function npy(header: string, elements: ArrayLike<number> = []): FileBytes {
  const length = header.length;
  const start = [0x93, ...'NUMPY'].map((byte) => (typeof byte === 'number' ? byte : byte.charCodeAt(0)));
  const text = Array.from(header, (character) => character.charCodeAt(0));
  return {
    name: 'x.npy',
    bytes: Uint8Array.from([...start, 1, 0, length & 0xff, length >> 8, ...text, ...Array.from(elements)]),
  };
}

const header = (shape: string, descr = "'<f4'") => `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;
const float32 = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

test.each([
  ['another magic', { name: 'x.npy', bytes: Uint8Array.of(0x93, 78, 79) }, 'byte 2 differs'],
  ['no bytes at all', { name: 'x.npy', bytes: new Uint8Array(0) }, 'the file ends at byte 0'],
  [
    'a header that ends early',
    { name: 'x.npy', bytes: npy(header('(2,)')).bytes.slice(0, 40) },
    'the file ends at byte 40',
  ],
  ['a shape of 2^40 elements', npy(header('(1048576, 1048576)'), float32(1)), 'promises 4398046511104 bytes from byte'],
  ['a shape beyond all numbers', npy(header(`(${'9'.repeat(400)},)`)), 'whole axes'],
  ['fewer elements than its shape', npy(header('(2, 2)'), float32(1, 2, 3)), 'promises 16 bytes from byte'],
  ['more elements than its shape', npy(header('(2,)'), float32(1, 2, 3)), 'promises 8 bytes from byte'],
  ['no element', npy(header('(0, 1099511627776)')), 'at least one number'],
  ['NaN', npy(header('(2, 2)'), float32(1, 2, Number.NaN, 4)), 'got NaN at byte 78, element [1, 0]'],
  ['an infinite number', npy(header('(2,)'), float32(1, -Infinity)), 'got -Infinity at byte 72, element [1]'],
  ['Python objects', npy(header('(1,)', "'|O'"), float32(1)), 'got "|O"; save the array as float32'],
  ['half precision', npy(header('(1,)', "'<f2'"), [0, 0]), 'got "<f2"'],
  ['a property of every object as a type', npy(header('(1,)', "'<toString'")), 'got "<toString"'],
  ['a structured type', npy(header('(1,)', "[('a', '<f4')]"), float32(1)), "give 'descr'"],
])('a file with %s is refused, and the message says where', (_, file, message) => {
  expect(() => readNpy(file)).toThrow(DataError);
  expect(() => readNpy(file)).toThrow(`x.npy: `);
  expect(() => readNpy(file)).toThrow(message);
});

test('a float64 that float32 cannot hold is refused', () => {
  const file = npy(header('(1,)', "'<f8'"), new Uint8Array(Float64Array.of(1e300).buffer));
  expect(() => readNpy(file)).toThrow('got 1e+300 at byte');
});
