import { DataError, type Estimate } from '@flows/core';

/**
 * Bits a sample of sounds, from log p of each recording, in nats, and how many samples it has: all bits over all samples,
 * and the standard error of that ratio over the recordings.
 *
 *     b = -Σ_i log₂ p(x_i) / Σ_i n_i          standardError = √( Σ_i (-log₂ p(x_i) - b n_i)² / (m (m - 1)) ) / n̄
 *
 * @throws DataError where there is no sample.
 */
export function bitsASample(logProb: ArrayLike<number>, samples: ArrayLike<number>): Estimate {
  const bits = Array.from(logProb, (nats) => -nats / Math.LN2);
  const counts = Array.from(samples);
  const sum = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const [m, all] = [bits.length, sum(counts)];
  if (all === 0) throw new DataError('bitsASample: expected recordings of at least one sample, got none');
  const mean = sum(bits) / all;
  const squares = sum(bits.map((value, i) => (value - mean * (counts[i] as number)) ** 2));
  return { mean, standardError: Math.sqrt(squares / (m * (m - 1))) / (all / m) };
}
