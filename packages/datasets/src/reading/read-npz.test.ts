import { DataError } from '@flows/core';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { numpyArchives, numpyArrays } from './fixtures/numpy.ts';
import { readNpz } from './read-npz.ts';

test.each(numpyArchives)("NumPy's $name is read as NumPy reads it", ({ file, arrays }) => {
  const read = readNpz(file);
  expect([...read.keys()]).toEqual(Object.keys(arrays));
  for (const [key, { shape, values }] of Object.entries(arrays)) {
    expect(read.get(key)).toEqual({ data: Float32Array.from(values), shape });
  }
});

test('an entry that is no array is refused by its name', () => {
  const bytes = zipSync({ 'notes.txt': strToU8('hello') });
  expect(() => readNpz({ name: 'x.npz', bytes })).toThrow(DataError);
  expect(() => readNpz({ name: 'x.npz', bytes })).toThrow(
    'x.npz, entry "notes.txt": expected entries that end in .npy',
  );
});

test('a malformed array is refused by its archive and its key', () => {
  const array = (numpyArrays[0] as (typeof numpyArrays)[number]).file.bytes;
  const bytes = zipSync({ 'good.npy': array, 'bad.npy': array.slice(0, -1) });
  expect(() => readNpz({ name: 'x.npz', bytes })).toThrow('x.npz, entry "bad.npy": the shape [2, 3] promises');
});
