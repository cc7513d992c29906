import { ConfigError, type NumericArray, rng } from '@flows/core';
import { type DataSet, type Labels, rowsOf } from '../data-set.ts';
import { loadData } from '../data-sets.ts';
import { foldRows } from './fold-rows.ts';

/** The data sets whose rows have classes. */
export const labelledData = ['digits', 'mnist'];

/** A data set whose rows have classes, split as one fold. */
export type LabelledFold = DataSet &
  Required<Pick<DataSet, 'validation' | 'levels' | 'classes'>> & {
    labels: Required<Labels>;
  };

/**
 * The folds of a data set of labelled images, all of its parts in one random order that is always the same.
 *
 * @throws ConfigError where its rows have no classes.
 * @throws DataError where its files cannot be read.
 */
export async function labelledFolds(name: string, folds: number): Promise<(fold: number) => LabelledFold> {
  const data = await loadData(name);
  const { labels, classes, levels, validation } = data;
  if (labels?.validation === undefined || classes === undefined || levels === undefined || validation === undefined) {
    throw new ConfigError(
      `compare-classes: expected a data set whose rows have classes, ${labelledData.join(' or ')}, got ${data.name}`,
    );
  }
  const images = [data.train, validation, data.test];
  const ofImages = [labels.train, labels.validation, labels.test].flatMap((part) => [...part]);
  const order = rng('folds').permutation(ofImages.length);
  return (fold) => {
    const rows = foldRows(order, { fold, folds });
    const cut = (part: keyof typeof rows) => takenFrom(images, rows[part], data.dims);
    const classesOf = (part: keyof typeof rows) => Uint8Array.from(rows[part], (row) => ofImages[row] as number);
    return {
      ...{ ...data, levels, classes },
      ...{ train: cut('train'), validation: cut('validation'), test: cut('test') },
      labels: { train: classesOf('train'), validation: classesOf('validation'), test: classesOf('test') },
    };
  };
}

/** Rows by their numbers of arrays that are thought of as one after another. */
function takenFrom(arrays: readonly NumericArray[], rows: readonly number[], dims: number): NumericArray {
  const starts = arrays.map((_, i) => arrays.slice(0, i).reduce((sum, array) => sum + rowsOf(array), 0));
  const data = new Float32Array(rows.length * dims);
  for (const [i, row] of rows.entries()) {
    const at = starts.findLastIndex((start) => start <= row);
    const from = (row - (starts[at] as number)) * dims;
    data.set((arrays[at] as NumericArray).data.subarray(from, from + dims), i * dims);
  }
  return { data, shape: [rows.length, dims] };
}
