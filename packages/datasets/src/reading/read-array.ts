import { DataError, type NumericArray } from '@flows/core';
import type { FileBytes } from './file-bytes.ts';
import { formatOf } from './format.ts';
import { type CsvOptions, readCsv } from './read-csv.ts';
import { readIdx } from './read-idx.ts';
import { readNpy } from './read-npy.ts';
import { readNpz } from './read-npz.ts';

/**
 * The one array of a file whose format its name tells: `.csv`, `.tsv`, `.npy`, `.idx` or MNIST's `-idx3-ubyte`, plain
 * or with `.gz`, or an `.npz` of one array. The fields of a `.tsv` are parted by tabs unless told.
 *
 * @throws DataError where the format is unknown, the bytes are malformed, or an `.npz` has another number of arrays.
 */
export function readArray(file: FileBytes, options: CsvOptions = {}): NumericArray {
  switch (formatOf(file.name)) {
    case 'csv': {
      const tabs = /\.tsv(\.gz)?$/i.test(file.name);
      return readCsv(file, tabs ? { delimiter: '\t', ...options } : options);
    }
    case 'npy':
      return readNpy(file, options);
    case 'idx':
      return readIdx(file, options);
    case 'npz':
      return onlyArray(file.name, readNpz(file, options));
  }
}

function onlyArray(name: string, arrays: ReadonlyMap<string, NumericArray>): NumericArray {
  const [array] = arrays.values();
  if (array === undefined || arrays.size !== 1) {
    throw new DataError(`${name}: expected one array, got ${arrays.size}: ${[...arrays.keys()].join(', ')}`);
  }
  return array;
}
