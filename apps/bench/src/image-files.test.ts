import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DataError, rng } from '@flows/core';
import { encode } from 'fast-png';
import { afterAll, expect, test } from 'vitest';
import { imageFile, imageFileName, isImageFile } from './image-files.ts';

const root = mkdtempSync(join(tmpdir(), 'flows-bench-images-'));
afterAll(() => rmSync(root, { recursive: true }));

/** A new folder of files, and the path of the first of them. */
function folderOf(name: string, files: { [path: string]: Uint8Array }): { folder: string; path: string } {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, path)), { recursive: true });
    writeFileSync(join(root, name, path), bytes);
  }
  return { folder: join(root, name), path: join(root, name, Object.keys(files)[0] as string) };
}

const idx = (shape: number[], values: number[]) =>
  Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((axis) => [0, 0, axis >> 8, axis & 255]), ...values]);

/** Images of 1x2 pixels, the first pixel the number of its row, and a class for each. */
const rows = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);
const images = (count: number, from = 0) =>
  idx(
    [count, 1, 2],
    rows(count, from).flatMap((row) => [row, 255]),
  );
const labels = (count: number) =>
  idx(
    [count],
    rows(count).map((row) => row % 3),
  );
const png = (...data: number[]) => encode({ width: data.length, height: 1, data: Uint8Array.from(data), channels: 1 });

test('IDX of three or four axes and folders are images by their names', () => {
  const names = ['train-images-idx3-ubyte', 'x-idx4-ubyte.gz', 'x.idx3', root];
  expect(names.map(isImageFile)).toEqual([true, true, true, true]);
  expect(['x.idx', 'x-idx1-ubyte', 'x.npz', 'absent'].map(isImageFile)).toEqual([false, false, false, false]);
});

test('files that every data set calls alike have the name of their folder', () => {
  expect(imageFileName('data/fashion-mnist/train-images-idx3-ubyte.gz')).toBe('fashion-mnist');
  expect(imageFileName('data/mine-idx3-ubyte')).toBe('mine-idx3-ubyte');
  expect(imageFileName('data/mine/')).toBe('mine');
});

test('an IDX file alone is split, and its labels with it', async () => {
  const { path } = folderOf('alone', {
    'x-images-idx3-ubyte': images(100),
    'x-labels-idx1-ubyte.gz': gzipSync(labels(100)),
  });
  const file = await imageFile(path, rng(0));
  const { train, validation, test } = file.images;
  expect([train, validation, test].map(({ shape }) => shape)).toEqual([
    [81, 1, 2, 1],
    [9, 1, 2, 1],
    [10, 1, 2, 1],
  ]);
  expect([file.imageShape, file.classes]).toEqual([[1, 2, 1], 3]);
  const firsts = (array: typeof train) => Array.from({ length: array.shape[0] as number }, (_, i) => array.data[2 * i]);
  expect([...(file.labels?.train ?? [])]).toEqual(firsts(train).map((row) => (row as number) % 3));
  expect([...(file.labels?.test ?? [])]).toEqual(firsts(test).map((row) => (row as number) % 3));
});

test('the test set and the labels of the standard names beside training images are theirs', async () => {
  const { path } = folderOf('fashion', {
    'train-images-idx3-ubyte.gz': gzipSync(images(20)),
    'train-labels-idx1-ubyte': labels(20),
    't10k-images-idx3-ubyte': images(4, 100),
    't10k-labels-idx1-ubyte.gz': gzipSync(labels(4)),
  });
  const { images: parts, labels: classes } = await imageFile(path, rng(0));
  expect([...parts.test.data]).toEqual([100, 255, 101, 255, 102, 255, 103, 255]);
  expect([parts.train.shape[0], parts.validation.shape[0]]).toEqual([18, 2]);
  expect([...(classes?.test ?? [])]).toEqual([0, 1, 2, 0]);
});

test('where a part has no labels none has', async () => {
  const { path } = folderOf('unlabelled', {
    'train-images-idx3-ubyte': images(20),
    'train-labels-idx1-ubyte': labels(20),
    't10k-images-idx3-ubyte': images(4),
  });
  expect(await imageFile(path, rng(0))).not.toHaveProperty('labels');
});

test('PNG files in sub-folders have these as their classes, but train and test are parts', async () => {
  const of = (count: number) =>
    Object.fromEntries(rows(count).map((row) => [`${row % 2 ? 'cat' : 'ant'}/${row}.png`, png(row, 9)]));
  const { folder: classes } = folderOf('classes', of(30));
  const whole = await imageFile(classes, rng(0));
  expect([whole.imageShape, whole.classes, whole.images.test.shape]).toEqual([[1, 2, 1], 2, [3, 1, 2, 1]]);
  const inside = (part: string, count: number) =>
    Object.fromEntries(Object.entries(of(count)).map(([path, bytes]) => [join(part, path), bytes]));
  const { folder } = folderOf('parts', { ...inside('train', 20), ...inside('val', 3), ...inside('test', 5) });
  const { images, labels } = await imageFile(folder, rng(0));
  expect([images.train, images.validation, images.test].map(({ shape }) => shape[0])).toEqual([20, 3, 5]);
  expect([...(labels?.test ?? [])]).toEqual([0, 0, 0, 1, 1]);
});

test.each<[string, { [path: string]: Uint8Array }, string]>([
  ['two axes', { 'x-images-idx3-ubyte': idx([2, 2], [1, 2, 3, 4]) }, 'expected [rows, height, width]'],
  [
    'numbers that are no bytes',
    { 'x-idx3-ubyte': Uint8Array.of(0, 0, 9, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 255) },
    'expected whole numbers from 0 to 255, got -1 at 0',
  ],
  [
    'labels of other rows',
    { 'x-images-idx3-ubyte': images(20), 'x-labels-idx1-ubyte': labels(19) },
    'x-labels-idx1-ubyte: expected a class for each of 20 images, got [19]',
  ],
  [
    'a test set of other images',
    { 'train-images-idx3-ubyte': images(20), 't10k-images-idx3-ubyte': idx([1, 1, 1], [0]) },
    'expected images and classes of all parts to be alike, got [20, 1, 2, 1], [1, 1, 1, 1]',
  ],
])('%s are a DataError that names the file', async (name, files, message) => {
  const { path } = folderOf(name, files);
  await expect(imageFile(path, rng(0))).rejects.toThrow(DataError);
  await expect(imageFile(path, rng(0))).rejects.toThrow(message);
});
