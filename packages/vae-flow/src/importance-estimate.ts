import { logSumExp } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** log p̂(x) and its standard error, both `[batch]`, in nats. */
export type ImportanceEstimate = { logProb: tf.Tensor1D; standardError: tf.Tensor1D };

/** The numbers of as many copies of a batch as are computed at once: some tens of megabytes for each layer that wide. */
const numbersAtOnce = 2 ** 22;

/**
 * log p(x) by k importance samples (Burda et al. 2016, equations 7 and 8), and the standard error that the variance of the
 * weights gives it by the delta method:
 *
 *     log p̂(x) = log 1/k Σ_i w_i        w_i = p(x | z_i) p(z_i) / q(z_i | x)
 *     s² = (k Σ w_i² / (Σ w_i)² - 1) / (k - 1)
 *
 * One sample says nothing of its error, which is NaN then. Where few weights outweigh the rest both numbers are too
 * small: so many samples are not enough.
 *
 * @param logWeights log w of `count` fresh samples, `[count, batch]`.
 * @param options.size the numbers of one batch.
 */
export function importanceEstimate(
  logWeights: (count: number) => tf.Tensor2D,
  { samples, size }: { samples: number; size: number },
): ImportanceEstimate {
  const most = Math.max(1, Math.floor(numbersAtOnce / size));
  const chunks = Math.ceil(samples / most);
  const sums = Array.from({ length: chunks }, (_, i) => {
    const count = Math.floor(((i + 1) * samples) / chunks) - Math.floor((i * samples) / chunks);
    return tf.tidy(() => {
      const logW = logWeights(count);
      return tf.stack([logSumExp(logW, 0), logSumExp(logW.mul(2), 0)]);
    });
  });
  const [logSum, logSquares] = tf.unstack(logSumExp(tf.stack(sums), 0)) as [tf.Tensor1D, tf.Tensor1D];
  const variance = logSquares
    .sub(logSum.mul(2))
    .add(Math.log(samples))
    .exp()
    .sub(1)
    .div(samples - 1);
  // Equal weights have a variance of 0, and of a rounding error either way.
  return {
    logProb: logSum.sub(Math.log(samples)) as tf.Tensor1D,
    standardError: variance.relu().sqrt() as tf.Tensor1D,
  };
}
