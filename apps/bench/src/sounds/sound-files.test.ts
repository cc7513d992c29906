import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataError, rng } from '@flows/core';
import { writeWav } from '@flows/datasets';
import { afterAll, expect, test } from 'vitest';
import { kindOfData, loadData, nameOfData } from '../data-sets.ts';
import { isSoundFolder, soundFolder } from './sound-files.ts';

const root = mkdtempSync(join(tmpdir(), 'flows-bench-sounds-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A new folder of WAVs, each of so many samples of one value. */
function folderOf(name: string, files: { [path: string]: [samples: number, value: number, rate?: number] }): string {
  for (const [path, [count, value, sampleRate = 4000]] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, path)), { recursive: true });
    const samples = new Float32Array(count).fill(value);
    writeFileSync(join(root, name, path), writeWav({ samples, sampleRate }));
  }
  return join(root, name);
}

const many = (count: number, prefix = '') =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${prefix}${i}.wav`, [10 + i, i / count] as [number, number]]),
  );

test('a folder of WAVs is one of sounds, and one without is not', () => {
  expect(isSoundFolder(folderOf('flat', many(1)))).toBe(true);
  expect(isSoundFolder(folderOf('in-parts', many(1, 'train/')))).toBe(true);
  const file = join(root, 'flat', '0.wav');
  expect([join(root, 'absent'), root, file].map(isSoundFolder)).toEqual([false, false, false]);
});

test('a tenth of the files is kept for the test, as μ-law levels', async () => {
  const { sounds, sampleRate, longest } = await soundFolder(folderOf('twenty', many(20)), rng(0));
  expect([sounds.train.length, sounds.validation.length, sounds.test.length]).toEqual([17, 1, 2]);
  expect([sampleRate, longest]).toEqual([4000, 29]);
  const whole = [...sounds.train, ...sounds.validation, ...sounds.test];
  expect(whole.map(({ length }) => length).sort()).toEqual(Array.from({ length: 20 }, (_, i) => 10 + i));
  // f(x) = ln(1 + 255 x) / ln 256, of the 0.5 that the file of 20 samples has.
  const half = whole.find(({ length }) => length === 20)?.[0];
  expect(half).toBe(Math.round((255 * (Math.log(1 + 255 * 0.5) / Math.log(256) + 1)) / 2));
});

test('sub-folders train, test and valid are the parts; one that is missing is split off', async () => {
  const three = folderOf('three', { ...many(3, 'train/'), ...many(2, 'val/'), ...many(4, 'test/') });
  const { sounds } = await soundFolder(three, rng(0));
  expect([sounds.train.length, sounds.validation.length, sounds.test.length]).toEqual([3, 2, 4]);
  const two = folderOf('two', { ...many(20, 'train/'), ...many(4, 'test/') });
  const split = (await soundFolder(two, rng(0))).sounds;
  expect([split.train.length, split.validation.length, split.test.length]).toEqual([18, 2, 4]);
});

test('as a data set it has rows as long as the longest, or as is asked', async () => {
  const path = folderOf('mine', many(20));
  expect([kindOfData(path), nameOfData(path)]).toEqual(['sound', 'mine']);
  const { dims, sound, levels, labels } = await loadData(path);
  expect({ dims, sound, levels, labels }).toEqual({
    dims: 29,
    sound: { sampleRate: 4000, silence: 128 },
    levels: 256,
    labels: undefined,
  });
  expect((await loadData(path, { length: 8 })).dims).toBe(8);
});

test('parts of other rates, and too few recordings to keep some, are refused', async () => {
  const rates = folderOf('rates', { 'train/a.wav': [9, 0], 'test/a.wav': [9, 0, 8000], 'valid/a.wav': [9, 0] });
  await expect(soundFolder(rates, rng(0))).rejects.toThrow(DataError);
  await expect(soundFolder(rates, rng(0))).rejects.toThrow('samples a second, as');
  await expect(soundFolder(folderOf('few', many(3)), rng(0))).rejects.toThrow('expected at least 11 recordings');
});
