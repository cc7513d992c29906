import { ConfigError, type NumericArray } from '@flows/core';
import { reduceBits } from '@flows/datasets';
import type { DataSet } from './data-set.ts';

/**
 * A data set whose images have at most 2^bits levels; other data as they are.
 *
 * @throws ConfigError where they have more, but not a power of two.
 */
export function ofBits(data: DataSet, bits: number): DataSet {
  const { kind, name, levels, train, validation, test } = data;
  if (kind !== 'image' || levels === undefined || levels <= 2 ** bits) return data;
  const from = Math.log2(levels);
  if (!Number.isInteger(from)) {
    throw new ConfigError(`${name} has ${levels} levels, no power of two, of which --bits ${bits} could leave a part`);
  }
  const reduced = (array: NumericArray): NumericArray => {
    const { data, shape } = reduceBits(array, { from, to: bits });
    return { data, shape };
  };
  return {
    ...data,
    levels: 2 ** bits,
    train: reduced(train),
    validation: validation && reduced(validation),
    test: reduced(test),
  };
}
