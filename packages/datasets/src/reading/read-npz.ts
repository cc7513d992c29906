import { DataError, type NumericArray } from '@flows/core';
import type { FileBytes, UnpackOptions } from './file-bytes.ts';
import { readNpy } from './read-npy.ts';
import { unzip } from './unzip.ts';

/**
 * The arrays of a NumPy archive, by key: a zip file of .npy files, stored (`savez`) or deflated (`savez_compressed`).
 *
 * @throws DataError where the archive or one of its arrays is malformed, or it unpacks to more than `maxBytes`.
 */
export function readNpz(file: FileBytes, options: UnpackOptions = {}): Map<string, NumericArray> {
  const arrays = new Map<string, NumericArray>();
  for (const [entry, bytes] of unzip(file, options)) {
    const name = `${file.name}, entry ${JSON.stringify(entry)}`;
    if (!entry.endsWith('.npy')) throw new DataError(`${name}: expected entries that end in .npy`);
    arrays.set(entry.slice(0, -'.npy'.length), readNpy({ name, bytes }, options));
  }
  return arrays;
}
