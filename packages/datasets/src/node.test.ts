import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataError } from '@flows/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFile, openPngFolder, openWavFolder } from './node.ts';
import { type PngParts, pngOf } from './reading/fixtures/png.ts';
import { wavOf } from './reading/fixtures/wav.ts';
import { readArray } from './reading/read-array.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flows-datasets-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file opened by its path is read by its extension', async () => {
  const path = join(folder, 'a.csv');
  await writeFile(path, '1,2\n3,4\n');
  expect(readArray(await openFile(path))).toEqual({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
});

test('a file that is missing, a folder or too large is refused by its path', async () => {
  const path = join(folder, 'b.csv');
  await writeFile(path, '1,2\n3,4\n');
  await expect(openFile(join(folder, 'missing.csv'))).rejects.toThrow(DataError);
  await expect(openFile(join(folder, 'missing.csv'))).rejects.toThrow('missing.csv: cannot be read: ENOENT');
  await expect(openFile(folder)).rejects.toThrow(DataError);
  await expect(openFile(path, { maxBytes: 7 })).rejects.toThrow('has 8 bytes, more than maxBytes, 7');
});

/** A new folder of files: PNGs of one pixel, or of parts, or any text. */
async function folderOf(
  name: string,
  files: { [path: string]: number | PngParts | Uint8Array | string },
): Promise<string> {
  const root = join(folder, name);
  await mkdir(root, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    const parts = typeof content === 'number' ? { width: 1, height: 1, rows: [0, content] } : content;
    const isWhole = typeof parts === 'string' || parts instanceof Uint8Array;
    await writeFile(join(root, path), isWhole ? parts : pngOf(parts));
  }
  return root;
}

test('the PNGs of a folder are the rows of one array, in the order of their names', async () => {
  const wide = (rows: number[]) => ({ width: 2, height: 1, rows });
  const root = await folderOf('flat', {
    'b.png': wide([0, 3, 4]),
    'a.PNG': wide([0, 1, 2]),
    'notes.txt': '',
    '._a.png': 'x',
    'c.png': wide([1, 5, 1]),
    'empty/notes.txt': '',
  });
  expect(await openPngFolder(root)).toEqual({
    images: { data: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [3, 1, 2, 1] },
  });
});

test('sub-folders are classes, in the order of their names', async () => {
  const root = await folderOf('classes', { 'dog/1.png': 3, 'cat/2.png': 2, 'cat/1.png': 1, 'none/x.txt': '' });
  expect(await openPngFolder(root)).toEqual({
    images: { data: Uint8Array.of(1, 2, 3), shape: [3, 1, 1, 1] },
    labels: { data: Int32Array.of(0, 0, 1), shape: [3] },
    classes: ['cat', 'dog'],
  });
});

test.each<[string, Parameters<typeof folderOf>[1], string]>([
  ['no PNG', { 'x.txt': '' }, 'expected .png files in the folder or its sub-folders, got none'],
  ['PNGs beside those of sub-folders', { 'a.png': 1, 'cat/b.png': 1 }, 'a.png: lies beside sub-folders'],
  ['another size', { 'a.png': 1, 'b.png': { width: 1, height: 2, rows: [0, 1, 0, 1] } }, 'b.png: expected [height'],
  ['other channels', { 'a.png': 1, 'b.png': { width: 1, height: 1, colour: 2, rows: [0, 1, 1, 1] } }, '[1, 1, 3]'],
  ['a file that is no PNG', { 'a.png': 1, 'b.png': 'GIF89a' }, 'b.png: expected'],
])('a folder of %s is refused, and the message names the file', async (name, files, message) => {
  const root = await folderOf(name, files);
  await expect(openPngFolder(root)).rejects.toThrow(DataError);
  await expect(openPngFolder(root)).rejects.toThrow(message);
});

test('a folder that is missing, or has more pixels than the caller allows, is refused by its path', async () => {
  await expect(openPngFolder(join(folder, 'absent'))).rejects.toThrow('absent: cannot be read: ENOENT');
  const root = await folderOf('many', Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.png`, i])));
  await expect(openPngFolder(root, { maxBytes: 150 })).rejects.toThrow('many: its images take 200 bytes, more than');
});

test('the WAVs of a folder are recordings of one channel, the mean of all, in the order of their names', async () => {
  const root = await folderOf('sounds', {
    'b.WAV': wavOf({ bits: 8, channels: 2, data: [128, 192, 0, 128] }),
    'a.wav': wavOf({ bits: 8, data: [64] }),
    'notes.txt': '',
    'more/c.wav': wavOf({ bits: 8, data: [0] }),
  });
  expect(await openWavFolder(root)).toEqual({
    names: ['a', 'b'],
    recordings: [Float32Array.of(-0.5), Float32Array.of(0.25, -0.5)],
    sampleRate: 8000,
  });
});

test.each<[string, Parameters<typeof folderOf>[1], string]>([
  ['no WAV', { 'x.txt': '' }, 'expected .wav files in the folder, got none'],
  ['a file that is no WAV', { 'a.wav': wavOf({ data: [0, 0] }), 'b.wav': 'ID3' }, 'b.wav: expected'],
  [
    'two rates',
    { 'a.wav': wavOf({ data: [0, 0] }), 'b.wav': wavOf({ sampleRate: 44100, data: [0, 0] }) },
    'b.wav: expected 8000 samples a second, as',
  ],
])('a folder of %s is refused, and the message names it or the file', async (name, files, message) => {
  const root = await folderOf(name, files);
  await expect(openWavFolder(root)).rejects.toThrow(DataError);
  await expect(openWavFolder(root)).rejects.toThrow(message);
});

test('a folder of more samples than the caller allows is refused', async () => {
  const sound = wavOf({ bits: 8, data: Array.from({ length: 100 }, () => 0) });
  const root = await folderOf('long', { 'a.wav': sound, 'b.wav': sound });
  await expect(openWavFolder(root, { maxBytes: 799 })).rejects.toThrow('b.wav: its samples take 400 bytes, more than');
  expect((await openWavFolder(root, { maxBytes: 800 })).names).toHaveLength(2);
});
