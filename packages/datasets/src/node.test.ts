import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@flows/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFile } from './node.ts';
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
