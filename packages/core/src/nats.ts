import type * as tf from '@tensorflow/tfjs';
import { DataError } from './errors.ts';

/** A mean over data, and the standard error of that mean: NaN for one row, which has none. */
export type Estimate = { readonly mean: number; readonly standardError: number };

/**
 * The negative log-likelihood of a data set in nats, from log p(x) of each row; summed in float64.
 *
 *     mean = -(1/n) Σ log p(x_i)         standardError = √( Σ (log p(x_i) + mean)² / (n (n - 1)) )
 *
 * @throws DataError where there is no row.
 */
export function nats(logProb: tf.Tensor1D | ArrayLike<number>): Estimate {
  const values = Array.from('dataSync' in logProb ? logProb.dataSync() : logProb);
  const n = values.length;
  if (n === 0) throw new DataError('nats: expected log-probabilities of at least one row, got none');
  const mean = -values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value + mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (n * (n - 1))) };
}
