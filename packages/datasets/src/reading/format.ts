import { DataError } from '@flows/core';

export type Format = 'csv' | 'npy' | 'npz' | 'idx';

/**
 * The format that a file's name tells, with or without `.gz` after it.
 *
 * @throws DataError that lists the extensions where the name has none of them.
 */
export function formatOf(name: string): Format {
  const plain = name.toLowerCase().replace(/\.gz$/, '');
  if (/\.[ct]sv$/.test(plain)) return 'csv';
  if (/\.npy$/.test(plain)) return 'npy';
  if (/\.npz$/.test(plain)) return 'npz';
  if (/(\.idx|idx\d+-ubyte|\.idx\d+)$/.test(plain)) return 'idx';
  throw new DataError(`${name}: expected a name in .csv, .tsv, .npy, .idx or -idx3-ubyte (with .gz or not), or .npz`);
}
