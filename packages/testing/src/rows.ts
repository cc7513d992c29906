import * as tf from '@tensorflow/tfjs';

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

/** Whether row i of two tensors differs at all. */
export const rowDiffers = (a: tf.Tensor, b: tf.Tensor, i: number): boolean =>
  tf.tidy(() => tf.notEqual(rowOf(a, i), rowOf(b, i)).any().dataSync()[0] === 1);
