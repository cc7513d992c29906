import { DataError, type NumericArray, sizeOf } from '@flows/core';
import type { Splits } from '@flows/datasets';
import { type DataSet, type Labelled, rowsOf, takeRows } from './data-set.ts';
import type { DataKind, Rows } from './profiles/profile.ts';

/**
 * How much of a data set is used: how many rows, of images how many bits of each pixel, and of sounds how many samples a
 * row has; all where absent.
 */
export type Used = { rows?: Rows; bits?: number; length?: number };

/** A data set that can be loaded. */
export type DataEntry = {
  title: string;
  kind: DataKind;
  load(rows: Rows, length?: number): Promise<Omit<DataSet, 'name' | 'title' | 'kind'>>;
};

/** The first rows of each part, as vectors. */
export function firstRows(
  { train, validation, test }: Splits,
  rows: Rows,
): Pick<DataSet, 'dims' | 'train' | 'validation' | 'test'> {
  const dims = sizeOf(train.shape.slice(1));
  if (dims === 0) throw new DataError('flows-bench: expected rows of at least one column');
  const first = (array: NumericArray, most = Infinity): NumericArray =>
    takeRows({ data: array.data, shape: [rowsOf(array), dims] }, 0, most);
  return {
    dims,
    train: first(train, rows.train),
    validation: first(validation, rows.validation),
    test: first(test, rows.test),
  };
}

/** The first rows of each part with their labels. */
export function firstLabelled({ images, labels, classes }: Labelled, rows: Rows) {
  const first = {
    train: labels.train.subarray(0, rows.train),
    validation: labels.validation?.subarray(0, rows.validation),
    test: labels.test.subarray(0, rows.test),
  };
  return { ...firstRows(images, rows), labels: first, classes };
}
