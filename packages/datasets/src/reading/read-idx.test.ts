import { gzipSync } from 'node:zlib';
import { DataError } from '@flows/core';
import { expect, test } from 'vitest';
import { readIdx } from './read-idx.ts';

const read = (...bytes: number[]) => readIdx({ name: 'x-idx2', bytes: Uint8Array.from(bytes) });

test('bytes, signed bytes, integers and floats are read big-endian', () => {
  expect(read(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 1, 254, 255)).toEqual({
    data: Float32Array.of(0, 1, 254, 255),
    shape: [2, 2],
  });
  expect(read(0, 0, 9, 1, 0, 0, 0, 1, 255).data).toEqual(Float32Array.of(-1));
  expect(read(0, 0, 11, 1, 0, 0, 0, 1, 1, 0).data).toEqual(Float32Array.of(256));
  expect(read(0, 0, 12, 1, 0, 0, 0, 1, 0, 1, 0, 0).data).toEqual(Float32Array.of(65_536));
  expect(read(0, 0, 13, 1, 0, 0, 0, 1, 0x3f, 0x80, 0, 0).data).toEqual(Float32Array.of(1));
  expect(read(0, 0, 14, 1, 0, 0, 0, 1, 0xbf, 0xe0, 0, 0, 0, 0, 0, 0).data).toEqual(Float32Array.of(-0.5));
});

test('bytes within larger memory, as Node reads files, are read from where they begin', () => {
  const bytes = Buffer.from([9, 9, 9, 9, 9, 0, 0, 8, 1, 0, 0, 0, 2, 7, 8]).subarray(5);
  expect(readIdx({ name: 'x.idx', bytes })).toEqual({ data: Float32Array.of(7, 8), shape: [2] });
});

test('a gzipped file is read as its content is', () => {
  const bytes = Uint8Array.from(gzipSync(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9)));
  expect(readIdx({ name: 'x.gz', bytes })).toEqual({ data: Float32Array.of(7, 8, 9), shape: [3] });
});

test.each([
  ['another magic', [1, 0, 8, 1, 0, 0, 0, 1, 5], 'expected an IDX file to begin with 0, 0'],
  ['an unknown type', [0, 0, 10, 1, 0, 0, 0, 1, 5], 'a type of 8, 9 or 11 to 14'],
  ['axes that are missing', [0, 0, 8, 3, 0, 0, 0, 1, 5], 'expected 12 bytes at byte 4, but the file ends at byte 9'],
  ['2^40 elements', [0, 0, 8, 2, 0, 16, 0, 0, 0, 16, 0, 0, 5], 'promises 1099511627776 bytes from byte 12'],
  ['255 axes of the largest size', [0, 0, 8, 255, ...new Array(1020).fill(255)], 'promises Infinity bytes'],
  ['NaN', [0, 0, 13, 1, 0, 0, 0, 1, 0x7f, 0xc0, 0, 0], 'got NaN at byte 8, element [0]'],
  ['nothing', [], 'the file ends at byte 0'],
])('a file with %s is refused, and the message says where', (_, bytes, message) => {
  expect(() => read(...bytes)).toThrow(DataError);
  expect(() => read(...bytes)).toThrow(/^x-idx2: /);
  expect(() => read(...bytes)).toThrow(message);
});
