import { AutoregressiveModel } from '@flows/autoregressive';
import { categoricalConditional, type NumericArray } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { PastSamplesNetwork } from './past-samples-network.ts';

/**
 * Sounds whose samples are independent and alike, their levels as frequent as among N samples `[rows, length]`, where
 * NaN, which stands for none, does not count. One is added to each count (Laplace's rule), so that no level is impossible.
 *
 *     P(x_t = k) = (n_k + 1) / (N + L)
 *
 * @param options.levels L, at least 2.
 */
export function levelHistogram(
  { data, shape }: NumericArray,
  { levels }: { levels: number },
): AutoregressiveModel<tf.Tensor2D> {
  const counts = new Float64Array(levels).fill(1);
  for (const level of data) if (!Number.isNaN(level)) (counts[level] as number)++;
  const all = counts.reduce((sum, count) => sum + count, 0);
  const length = shape[1] as number;
  const network = new PastSamplesNetwork({ length, order: 0, parameters: levels });
  tf.tidy(() => network.parts.bias.assign(tf.tensor1d(Float32Array.from(counts, (count) => Math.log(count / all)))));
  return new AutoregressiveModel({
    eventShape: [length],
    network,
    conditional: categoricalConditional({ levels, input: 'scaled' }),
  });
}
