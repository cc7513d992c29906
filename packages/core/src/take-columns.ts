import * as tf from '@tensorflow/tfjs';
import { ConfigError } from './errors.ts';

/**
 * What lies at `indices` of the last axis of x, each at most once: `[batch, D]` to `[batch, indices.length]`, channels of
 * images alike. A run of neighbours is a slice; anything else a gather whose gradient is a gather too, since not every
 * backend can scatter.
 *
 * @throws ConfigError where an index comes twice.
 */
export const takeColumns = <T extends tf.Tensor>(x: T, indices: readonly number[]): T => take(x, indices, x.rank - 1);

/** The rows of x `[batch, ...]` at `indices`, each at most once: `[indices.length, ...]`. See `takeColumns`. */
export const takeRows = <T extends tf.Tensor>(x: T, indices: readonly number[]): T => take(x, indices, 0);

function take<T extends tf.Tensor>(x: T, indices: readonly number[], axis: number): T {
  if (new Set(indices).size < indices.length) {
    throw new ConfigError(`take: expected each index once, whose gradient is a gather, got ${JSON.stringify(indices)}`);
  }
  const first = indices[0] ?? 0;
  const step = (indices[1] ?? first + 1) - first;
  const run = (from: number): T =>
    x.slice(
      x.shape.map((_, i) => (i === axis ? from : 0)),
      x.shape.map((_, i) => (i === axis ? indices.length : -1)),
    );
  if (indices.every((index, i) => index === first + i * step)) {
    if (step === 1) return indices.length === x.shape[axis] ? x.clone() : run(first);
    if (step === -1) return run(first - indices.length + 1).reverse(axis);
  }
  return gatherOnce(x, indices, axis);
}

function gatherOnce<T extends tf.Tensor>(x: T, indices: readonly number[], axis: number): T {
  const gather = tf.customGrad((input) => ({
    value: tf.gather(input as T, tf.tensor1d([...indices], 'int32'), axis),
    gradFunc: (dy: tf.Tensor) => {
      // Where each part of x went; one that was not taken reads the zeros behind dy.
      const source = new Array<number>(x.shape[axis] as number).fill(indices.length);
      for (const [to, from] of indices.entries()) source[from] = to;
      const zeros = tf.zeros(x.shape.map((size, i) => (i === axis ? 1 : size)));
      return tf.gather(tf.concat([dy, zeros], axis), tf.tensor1d(source, 'int32'), axis);
    },
  }));
  return gather(x) as T;
}
