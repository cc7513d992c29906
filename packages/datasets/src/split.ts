import { DataError, type NumericArray, type Rng, requireInRange, type Shape, sizeOf } from '@flows/core';

/** Rows to fit a model on, to choose it by, and to measure it on. */
export type Splits = {
  readonly train: NumericArray;
  readonly validation: NumericArray;
  readonly test: NumericArray;
};

export type SplitOptions = {
  readonly rng: Rng;
  /** The part of all rows that is kept for the test. */
  readonly test?: number;
  /** The part of the rows without the test's that is kept for validation. */
  readonly validation?: number;
};

/**
 * Rows in a random order, the last tenth for the test, then the last tenth of the rest for validation, as the data of
 * Papamakarios et al. (2017) is split. Arrays of as many rows are split alike by generators of the same state, such as
 * `rng.fork('split')` each. The parts are copies in float32.
 *
 * @throws DataError where a part that should have rows would have none.
 * @throws ConfigError where `test` or `validation` is not in [0, 1).
 */
export function split(data: NumericArray, { rng, test = 0.1, validation = 0.1 }: SplitOptions): Splits {
  requireInRange('split', 'test', test, 0, 1);
  requireInRange('split', 'validation', validation, 0, 1);
  const rows = data.shape[0] ?? 0;
  const testRows = Math.floor(test * rows);
  const validationRows = Math.floor(validation * (rows - testRows));
  const trainRows = rows - testRows - validationRows;
  if (trainRows === 0 || (test > 0 && testRows === 0) || (validation > 0 && validationRows === 0)) {
    throw new DataError(
      `split: ${rows} rows give ${trainRows} to train, ${validationRows} to validation and ${testRows} to test; ` +
        'expected at least one each',
    );
  }
  const order = rng.permutation(rows);
  return {
    train: takeRows(data, order.slice(0, trainRows)),
    validation: takeRows(data, order.slice(trainRows, trainRows + validationRows)),
    test: takeRows(data, order.slice(trainRows + validationRows)),
  };
}

function takeRows({ data, shape }: NumericArray, rows: readonly number[]): NumericArray {
  const eventShape: Shape = shape.slice(1);
  const width = sizeOf(eventShape);
  const taken = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) taken.set(data.subarray(row * width, (row + 1) * width), i * width);
  return { data: taken, shape: [rows.length, ...eventShape] };
}
