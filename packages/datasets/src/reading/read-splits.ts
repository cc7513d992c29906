import { DataError, type NumericArray, shapeText } from '@flows/core';
import { type SplitOptions, type Splits, split } from '../split.ts';
import type { FileBytes } from './file-bytes.ts';
import { formatOf } from './format.ts';
import { readArray } from './read-array.ts';
import type { CsvOptions } from './read-csv.ts';
import { readNpz } from './read-npz.ts';

/**
 * A data set's three parts: an `.npz` with the keys `train`, `valid` or `val` or `validation`, and `test` as it is;
 * the one array of any other file by `split`.
 *
 * @throws DataError where the file is malformed, a key is missing, or the parts' rows differ in shape.
 */
export function readSplits(file: FileBytes, options: SplitOptions & CsvOptions): Splits {
  if (formatOf(file.name) !== 'npz') return split(readArray(file, options), options);
  const arrays = readNpz(file, options);
  const [only] = arrays.values();
  if (only !== undefined && arrays.size === 1) return split(only, options);
  const splits = {
    train: partOf(file.name, arrays, ['train']),
    validation: partOf(file.name, arrays, ['valid', 'val', 'validation']),
    test: partOf(file.name, arrays, ['test']),
  };
  requireAlike(file.name, splits);
  return splits;
}

function partOf(name: string, arrays: ReadonlyMap<string, NumericArray>, keys: readonly string[]): NumericArray {
  const key = keys.find((key) => arrays.has(key));
  if (key === undefined) {
    throw new DataError(
      `${name}: expected one array, or the keys train, valid and test; no ${keys.join(' or ')} among ` +
        [...arrays.keys()].join(', '),
    );
  }
  return arrays.get(key) as NumericArray;
}

function requireAlike(name: string, splits: Splits): void {
  const shapes = Object.entries(splits).map(([key, { shape }]) => `${key} ${shapeText(shape)}`);
  const events = Object.values(splits).map(({ shape }) => shapeText(shape.slice(1)));
  if (new Set(events).size !== 1 || Object.values(splits).some(({ shape }) => shape.length === 0)) {
    throw new DataError(`${name}: expected rows of one shape, got ${shapes.join(', ')}`);
  }
}
