import * as tf from '@tensorflow/tfjs';
import { expectClose } from './close.ts';

/** Row i as a batch of one. */
export const rowOf = <T extends tf.Tensor>(x: T, i: number): T => x.slice([i], [1]) as T;

/** `x` with its row i taken from `other`. */
export const withRow = <T extends tf.Tensor>(x: T, i: number, other: T): T =>
  tf.tidy(
    () =>
      tf.concat(
        tf
          .range(0, x.shape[0] as number)
          .arraySync()
          .map((row) => rowOf(row === i ? other : x, row)),
      ) as T,
  );

/** `x` repeated `times` times along its first axis. */
export const repeated = <T extends tf.Tensor>(x: T, times: number): T =>
  x.tile([times, ...x.shape.slice(1).map(() => 1)]) as T;

/** Requires that one row, and no other, differs. */
export function expectOneRowToChange(
  before: tf.Tensor,
  after: tf.Tensor,
  { row, tolerance, what }: { row: number; tolerance: number; what: string },
): void {
  const unchanged = tf.tidy(() => tf.equal(rowOf(before, row), rowOf(after, row)).all().dataSync()[0] === 1);
  if (unchanged) throw new Error(`${what}: expected row ${row} to change, got the same`);
  tf.tidy(() => expectClose(withRow(after, row, before), before, { tolerance, what: `${what}, the other rows` }));
}
