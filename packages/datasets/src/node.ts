import { readFile, stat } from 'node:fs/promises';
import { DataError } from '@flows/core';
import { defaultMaxBytes, type FileBytes, type UnpackOptions } from './reading/file-bytes.ts';

/**
 * A file's bytes under its path, as the readers take them.
 *
 * @throws DataError where it cannot be read, or has more than `maxBytes`.
 */
export async function openFile(path: string, { maxBytes = defaultMaxBytes }: UnpackOptions = {}): Promise<FileBytes> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) throw new DataError(`${path}: has ${size} bytes, more than maxBytes, ${maxBytes}`);
    return { name: path, bytes: await readFile(path) };
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${path}: cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
