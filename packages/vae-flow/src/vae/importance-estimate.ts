import * as tf from '@tensorflow/tfjs';

/** log p̂(x) and its standard error, both `[batch]`, in nats. */
export type ImportanceEstimate = { logProb: tf.Tensor1D; standardError: tf.Tensor1D };

/** The numbers of as many copies of a batch as are computed at once: some tens of megabytes for each layer that wide. */
const numbersAtOnce = 2 ** 22;

/** What infinite log-weights are subtracted as: ∞ - ∞ is NaN. */
const LARGEST = 1e30;

/**
 * log p(x) by k importance samples (Burda et al. 2016, equation 8), and the standard error that the variance of the weights
 * gives it by the delta method:
 *
 *     log p̂(x) = log 1/k Σ_i w_i        w_i = p(x | z_i) p(z_i) / q(z_i | x)
 *     s² = (k Σ w_i² / (Σ w_i)² - 1) / (k - 1)
 *
 * One sample says nothing of its error, which is NaN then. Where few weights outweigh the rest both numbers are too
 * small: so many samples are not enough.
 *
 * @param logWeights log w of `count` fresh samples, `[count, batch]`.
 * @param options.size the numbers of one sample of a batch, where it is widest: samples come in chunks of about four
 *   million numbers.
 */
export function importanceEstimate(
  logWeights: (count: number) => tf.Tensor2D,
  { samples, size }: { samples: number; size: number },
): ImportanceEstimate {
  const most = Math.max(1, Math.floor(numbersAtOnce / size));
  const chunks = Math.ceil(samples / most);
  const sums = Array.from({ length: chunks }, (_, i) => {
    const count = Math.floor(((i + 1) * samples) / chunks) - Math.floor((i * samples) / chunks);
    return tf.tidy(() => sumsOf(logWeights(count)));
  });
  const { largest, sum, squares } = together(sums);
  return {
    logProb: sum.div(samples).log().add(largest) as tf.Tensor1D,
    standardError: standardErrorOf(sum, squares, samples),
  };
}

/** m = max log w, Σ w / eᵐ and Σ w² / e²ᵐ, `[batch]`: sums of numbers near 1, however small the weights are. */
type Sums = { largest: tf.Tensor; sum: tf.Tensor; squares: tf.Tensor };

/** The sums of log-weights `[count, batch]`. */
function sumsOf(logW: tf.Tensor2D): Sums {
  const largest = logW.max(0).clipByValue(-LARGEST, LARGEST);
  const weights = logW.sub(largest).exp();
  return { largest, sum: weights.sum(0), squares: weights.square().sum(0) };
}

/** The sums of all chunks, relative to the largest weight of all. */
function together(chunks: readonly Sums[]): Sums {
  const stacked = (name: keyof Sums) => tf.stack(chunks.map((sums) => sums[name]));
  const each = stacked('largest');
  const largest = each.max(0);
  const scale = each.sub(largest).exp();
  return {
    largest,
    sum: stacked('sum').mul(scale).sum(0),
    squares: stacked('squares').mul(scale.square()).sum(0),
  };
}

/** s of the sums of w and of w², in a unit that cancels. */
function standardErrorOf(sum: tf.Tensor, squares: tf.Tensor, samples: number): tf.Tensor1D {
  if (samples === 1) return tf.onesLike(sum).mul(Number.NaN) as tf.Tensor1D;
  const variance = squares
    .mul(samples)
    .div(sum.square())
    .sub(1)
    .div(samples - 1);
  // Equal weights have a variance of 0, and of a rounding error either way.
  return tf.where(variance.less(0), tf.zerosLike(variance), variance).sqrt() as tf.Tensor1D;
}
