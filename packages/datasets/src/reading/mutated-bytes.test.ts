import { gzipSync } from 'node:zlib';
import { DataError } from '@flows/core';
import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import type { FileBytes, UnpackOptions } from './file-bytes.ts';
import { numpyArchives, numpyArrays } from './fixtures/numpy.ts';
import { pngImages, pngOf } from './fixtures/png.ts';
import { wavFiles } from './fixtures/wav.ts';
import { readCsv } from './read-csv.ts';
import { readIdx } from './read-idx.ts';
import { readNpy } from './read-npy.ts';
import { readNpz } from './read-npz.ts';
import { readPng } from './read-png.ts';
import { readWav } from './read-wav.ts';

const csv = strToU8('"a",b\n1,2.5\n-3e4,"4"\n5,6\n');
const idx = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
const packed = (name: string, bytes: Uint8Array): FileBytes => ({ name, bytes: Uint8Array.from(gzipSync(bytes)) });

const files: [FileBytes, (file: FileBytes, options: UnpackOptions) => unknown][] = [
  [{ name: 'x.csv', bytes: csv }, readCsv],
  [packed('x.csv.gz', csv), readCsv],
  [{ name: 'x.idx', bytes: idx }, readIdx],
  [packed('x.idx.gz', idx), readIdx],
  ...numpyArrays.slice(-5).map(({ file }) => [file, readNpy] as (typeof files)[number]),
  ...numpyArchives.map(({ file }) => [file, readNpz] as (typeof files)[number]),
  ...pngImages.slice(3, 6).map(({ file }) => [file, readPng] as (typeof files)[number]),
  ...wavFiles.slice(1, 5).map(({ file }) => [file, readWav] as (typeof files)[number]),
];

/** Bytes replaced, taken out and put in at a few places. */
const mutation = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.integer({ min: 0, max: 8 }),
    insert: fc.uint8Array({ maxLength: 8 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function mutate(bytes: Uint8Array, changes: { at: number; remove: number; insert: Uint8Array }[]): Uint8Array {
  const mutated = [...bytes];
  for (const { at, remove, insert } of changes) mutated.splice(Math.floor(at * mutated.length), remove, ...insert);
  return Uint8Array.from(mutated);
}

test.each(files)('mutated bytes of $name give data or a DataError', (file, read) => {
  fc.assert(
    fc.property(mutation, (changes) => {
      try {
        expect(read({ ...file, bytes: mutate(file.bytes, changes) }, { maxBytes: 1e6 })).toBeTypeOf('object');
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
        expect((error as Error).message).toContain(file.name);
      }
    }),
    { seed: 0, numRuns: 400 },
  );
});

test.each(files)('$name cut off anywhere is never read as something else', (file, read) => {
  const whole = JSON.stringify(read(file, {}));
  for (let end = 0; end < file.bytes.length; end++) {
    const cut = { ...file, bytes: file.bytes.slice(0, end) };
    // A text may end without a line break, or in the middle of its rows.
    if (file.name === 'x.csv') continue;
    try {
      expect(JSON.stringify(read(cut, {}))).toBe(whole);
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
    }
  }
});

test.each([readCsv, readIdx, readNpy, readNpz, readPng, readWav])('any bytes give data or a DataError: %o', (read) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        read({ name: 'x', bytes }, { maxBytes: 1e6 });
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
    { seed: 0, numRuns: 400 },
  );
});

test('a PNG of any header and rows, its checksums right, gives data or a DataError', () => {
  const small = fc.integer({ min: 0, max: 9 });
  const parts = fc.record({
    width: fc.oneof(small, fc.constant(2 ** 31 - 1)),
    height: small,
    depth: fc.constantFrom(1, 2, 4, 8, 16, 3),
    colour: fc.integer({ min: 0, max: 6 }),
    interlace: fc.integer({ min: 0, max: 2 }),
    rows: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 300 }),
    chunks: fc.array(fc.tuple(fc.constantFrom('PLTE', 'tRNS', 'IDAT', 'IHDR', 'IEND'), fc.array(small))),
  });
  fc.assert(
    fc.property(parts, (png) => {
      try {
        readPng({ name: 'x.png', bytes: pngOf(png) }, { maxBytes: 1e6 });
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
        expect((error as Error).message).toContain('x.png');
      }
    }),
    { seed: 0, numRuns: 2000 },
  );
});
