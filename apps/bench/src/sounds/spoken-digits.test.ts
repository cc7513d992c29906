import { muLaw } from '@flows/autoregressive';
import { expect, test } from 'vitest';
import { type DataSet, rowsOf } from '../data-set.ts';
import { loadData } from '../data-sets.ts';
import { samplesOfRows } from './sound-rows.ts';
import { spokenDigits } from './spoken-digits.ts';

const countsOf = (labels: Iterable<number> | undefined) => {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels ?? []) (counts[label] as number)++;
  return new Set(counts);
};

test('of each digit recordings 0 to 4 are the test set, 5 to 7 validate and 42 train, no longer than 7038 samples', async () => {
  const { train, validation, test } = await spokenDigits();
  expect(test.every(({ number }) => number < 5)).toBe(true);
  expect([train, validation, test].map((part) => countsOf(part.map(({ label }) => label)))).toEqual([
    new Set([42]),
    new Set([3]),
    new Set([5]),
  ]);
  const lengths = [...train, ...validation, ...test].map(({ levels }) => levels.length);
  expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([2753, 7038]);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(2_065_840);
});

test('as a data set each is a row of levels, with NaN after its end, and silence is the level of 0', async () => {
  const { dims, levels, sound, test, labels, classes } = await loadData('spoken-digits');
  expect([dims, levels, classes, rowsOf(test)]).toEqual([7168, 256, 10, 50]);
  expect(sound).toEqual({ sampleRate: 8000, silence: 128 });
  const [recordings, samples] = [(await spokenDigits()).test, samplesOfRows(test)];
  expect([...samples]).toEqual(recordings.map(({ levels }) => levels.length));
  expect([...(labels?.test ?? [])]).toEqual(recordings.map(({ label }) => label));
  const first = test.data.subarray(0, samples[0]);
  expect([...first]).toEqual([...(recordings[0]?.levels ?? [])]);
  // Speech: it goes far up and down, and is quiet on the whole.
  const sounding = muLaw({ levels: 256 }).decode(first);
  expect(Math.max(...sounding.map(Math.abs))).toBeGreaterThan(0.1);
  expect(Math.abs(sounding.reduce((sum, x) => sum + x, 0) / sounding.length)).toBeLessThan(0.01);
});

test('of shorter rows the first are the beginnings of recordings of every digit', async () => {
  const data = await loadData('spoken-digits', { rows: { train: 200, validation: 20, test: 50 }, length: 1024 });
  for (const part of ['train', 'validation', 'test'] as const) {
    expect(samplesOfRows(data[part] as DataSet['train']).every((count) => count === 1024)).toBe(true);
    expect(countsOf(data.labels?.[part]).size).toBe(1);
  }
  const { train } = await spokenDigits();
  expect([...data.train.data.subarray(1024, 2048)]).toEqual([...(train[1]?.levels.subarray(0, 1024) ?? [])]);
});
