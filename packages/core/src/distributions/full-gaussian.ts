import * as tf from '@tensorflow/tfjs';
import { columnMeans, columnsOf, covariance, type StatisticsData } from '../column-statistics.ts';
import { type DensityModel, oneTemperature } from '../density-model.ts';
import { parameter } from '../parameter.ts';
import { requireCount, requireEvent, requireInRange } from '../shape.ts';
import { trainable } from '../trainable.ts';
import { cholesky, inverseOfLower } from './cholesky.ts';
import { standardNormalLogProb } from './standard-normal-log-prob.ts';

/** `mean`, and the factors L and L⁻¹ of the covariance L Lᵀ: what the closed form fits, and no step trains. */
export type FullGaussian = DensityModel<tf.Tensor2D> & {
  readonly parts: { readonly mean: tf.Variable; readonly factor: tf.Variable; readonly inverseFactor: tf.Variable };
};

/**
 * The normal distribution with a full covariance, N(μ, L Lᵀ); the standard one until `fullGaussian.fit` gives it data.
 *
 *     z = L⁻¹ (x - μ)           log p(x) = -½ Σ_i z_i² - Σ_i log L_ii - ½ D log 2π           x = μ + L z
 *
 * @param dims D.
 */
export function fullGaussian({ dims }: { dims: number }): FullGaussian {
  requireCount('fullGaussian', 'dims', dims);
  const fitted = { trainable: false };
  const identity = () => tf.eye(dims);
  const parts = {
    mean: parameter<tf.Rank.R1>([dims], tf.zeros, fitted),
    factor: parameter<tf.Rank.R2>([dims, dims], identity, fitted),
    inverseFactor: parameter<tf.Rank.R2>([dims, dims], identity, fitted),
  };
  return {
    eventShape: [dims],
    likelihood: 'exact',
    measure: 'density',
    logProb: (x) => {
      requireEvent('fullGaussian.logProb', 'x', x, [dims]);
      return tf.tidy(() => {
        const z = tf.matMul(x.sub(parts.mean) as tf.Tensor2D, parts.inverseFactor as tf.Tensor2D, false, true);
        const logDiagonal = tf.mul(parts.factor, tf.eye(dims)).sum(1).log().sum();
        return standardNormalLogProb(z).sub(logDiagonal) as tf.Tensor1D;
      });
    },
    sample: (count, { rng, temperature }) => {
      requireCount('fullGaussian.sample', 'count', count);
      const spread = oneTemperature('fullGaussian.sample', temperature);
      return tf.tidy(() => {
        const z = rng.normal<tf.Rank.R2>([count, dims]).mul(spread) as tf.Tensor2D;
        return tf.matMul(z, parts.factor as tf.Tensor2D, false, true).add(parts.mean) as tf.Tensor2D;
      });
    },
    ...trainable({ kind: 'full-gaussian', dims }, parts),
  };
}

/**
 * The maximum-likelihood `fullGaussian` of data `[n, D]`: its mean and its covariance (1/n), found and factored in
 * float64.
 *
 * - `ridge`: what is added to each variance, for data whose covariance is singular; 0 where absent.
 *
 * @throws DomainError naming a column that makes the covariance singular.
 * @throws DataError naming a number that is not finite.
 */
fullGaussian.fit = (rows: StatisticsData, { ridge = 0 } = {}): FullGaussian => {
  requireInRange('fullGaussian.fit', 'ridge', ridge, 0);
  const data = columnsOf('fullGaussian.fit', rows);
  const { dims } = data;
  const means = columnMeans(data);
  const sigma = covariance(data, means);
  for (let i = 0; i < dims; i++) sigma[i * dims + i] = (sigma[i * dims + i] as number) + ridge;
  const L = cholesky('fullGaussian.fit', sigma, dims);
  const model = fullGaussian({ dims });
  tf.tidy(() => {
    model.parts.mean.assign(tf.tensor1d(Float32Array.from(means)));
    model.parts.factor.assign(tf.tensor2d(Float32Array.from(L), [dims, dims]));
    model.parts.inverseFactor.assign(tf.tensor2d(Float32Array.from(inverseOfLower(L, dims)), [dims, dims]));
  });
  return model;
};
