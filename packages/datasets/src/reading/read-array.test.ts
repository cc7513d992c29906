import { DataError } from '@flows/core';
import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { numpyArchives, numpyArrays } from './fixtures/numpy.ts';
import { readArray } from './read-array.ts';

const npy = (numpyArrays.find(({ name }) => name === 'gzipped.npy.gz') as (typeof numpyArrays)[number]).file.bytes;
const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 8);

test.each([
  ['a.csv', strToU8('1,2'), [1, 2]],
  ['DIR.npy/a.CSV', strToU8('1,2'), [1, 2]],
  ['a.tsv', strToU8('1\t2\n3\t4'), [2, 2]],
  ['a.npy.gz', npy, [2, 2, 2]],
  ['a.idx', idx, [2]],
  ['train-labels-idx1-ubyte', idx, [2]],
])('%s is read as its name says', (name, bytes, shape) => {
  expect(readArray({ name, bytes }).shape).toEqual(shape);
});

test('a name that says nothing is answered by the names there are', () => {
  expect(() => readArray({ name: 'a.parquet', bytes: idx })).toThrow(DataError);
  expect(() => readArray({ name: 'a.parquet', bytes: idx })).toThrow('a.parquet: expected a name in .csv, .tsv, .npy');
});

test('an archive of several arrays is not one array', () => {
  const { file } = numpyArchives[0] as (typeof numpyArchives)[number];
  expect(() => readArray(file)).toThrow('stored.npz: expected one array, got 3: train, valid, test');
});
