import { DataError, rng } from '@flows/core';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { split } from '../split.ts';
import { numpyArchives, numpyArrays } from './fixtures/numpy.ts';
import { readCsv } from './read-csv.ts';
import { readNpz } from './read-npz.ts';
import { readSplits } from './read-splits.ts';

const npy = (name: string) =>
  (numpyArrays.find((array) => array.name === name) as (typeof numpyArrays)[number]).file.bytes;
const read = (entries: Record<string, string>) =>
  readSplits(
    {
      name: 'x.npz',
      bytes: zipSync(Object.fromEntries(Object.entries(entries).map(([key, name]) => [`${key}.npy`, npy(name)]))),
    },
    { rng: rng(0), test: 0.25, validation: 0.34 },
  );

test('an archive that names its parts is split as it says', () => {
  const { file } = numpyArchives[0] as (typeof numpyArchives)[number];
  const arrays = readNpz(file);
  expect(readSplits(file, { rng: rng(0) })).toEqual({
    train: arrays.get('train'),
    validation: arrays.get('valid'),
    test: arrays.get('test'),
  });
});

test.each(['valid', 'val', 'validation'])('%s names the validation part', (key) => {
  expect(read({ train: '<f4.npy', [key]: '>f4.npy', test: '<f8.npy' }).validation.shape).toEqual([2, 2, 2]);
});

test('one array is split by the generator', () => {
  expect(read({ data: 'column-major.npy' }).train.shape).toEqual([2, 3]);
  const file = { name: 'x.csv', bytes: strToU8(Array.from({ length: 20 }, (_, i) => `${i},${-i}`).join('\n')) };
  expect(readSplits(file, { rng: rng(1) })).toEqual(split(readCsv(file), { rng: rng(1) }));
});

test('an archive whose parts are missing or differ is refused', () => {
  expect(() => read({ train: '<f4.npy', test: '<f4.npy' })).toThrow(DataError);
  expect(() => read({ train: '<f4.npy', test: '<f4.npy' })).toThrow('no valid or val or validation among train, test');
  expect(() => read({ train: '<f4.npy', val: '<f4.npy', test: '<u2.npy' })).toThrow(
    'expected rows of one shape, got train [2, 2, 2], validation [2, 2, 2], test [2, 3]',
  );
});
