import { AutoregressiveModel } from '@flows/autoregressive';
import { DataError, type NumericArray } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { gaussianCells } from './gaussian-cells.ts';
import { leastSquares } from './least-squares.ts';
import { PastSamplesNetwork } from './past-samples-network.ts';

/**
 * The Gaussian linear predictor of order N on levels: linear predictive coding, as codecs and forecasts have it, fitted by
 * least squares to rows `[rows, length]` of levels, where NaN stands for no sample.
 *
 *     y_t = c + Σ_n a_n y_{t-n} + ε,   ε ~ N(0, σ²),   y = 2 x / (L - 1) - 1
 *
 * The probability of a level is the mass of its cell under that Gaussian. Before the first sample y is 0.
 *
 * - `levels`: L, at least 2.
 * - `order`: N; 32 where absent.
 *
 * @throws DataError where there are no more samples than weights.
 */
export function linearPredictor(
  { data, shape }: NumericArray,
  { levels, order = 32 }: { levels: number; order?: number },
): AutoregressiveModel<tf.Tensor2D> {
  const length = shape[1] as number;
  const normal = leastSquares(order + 1);
  const known = new Float64Array(order + 1).fill(0);
  for (let row = 0; row * length < data.length; row++) {
    known.fill(0).fill(1, order);
    for (let t = 0; t < length; t++) {
      const y = ((data[row * length + t] as number) * 2) / (levels - 1) - 1;
      // What is missing comes at the end of a row.
      if (Number.isNaN(y)) break;
      normal.add(known, y);
      known.copyWithin(0, 1, order);
      known[order - 1] = y;
    }
  }
  if (normal.count <= order + 1) {
    throw new DataError(`linearPredictor: expected more than ${order + 1} samples, got ${normal.count}`);
  }
  const { weights, variance } = normal.solve();
  const network = new PastSamplesNetwork({ length, order, parameters: 2 });
  // No residual is smaller than rounding to a cell leaves.
  const logScale = Math.log(Math.max(variance, (2 / (levels - 1)) ** 2 / 12)) / 2;
  tf.tidy(() => {
    network.parts.bias.assign(tf.tensor1d([weights[order] as number, logScale]));
    // Only the mean follows from the samples before.
    const both = Array.from({ length: order }, (_, n) => [weights[n] as number, 0]).flat();
    network.parts.weights?.assign(tf.tensor(both, [1, order, 1, 2]));
  });
  return new AutoregressiveModel({ eventShape: [length], network, conditional: gaussianCells({ levels }) });
}
