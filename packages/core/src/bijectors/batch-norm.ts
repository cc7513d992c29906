import * as tf from '@tensorflow/tfjs';
import { type Bijector, constantLogDet, type Given, type Mapped, mapped } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import { parameter } from '../parameter.ts';
import { placesOf, requireColumns, requireCount, requireInRange, sizeOf } from '../shape.ts';
import { type Batch, type Recalibrated, trainable } from '../trainable.ts';

/**
 * - `dims`: D, of images the number of channels.
 * - `epsilon`: ε; 1e-5 where absent, as in the paper.
 * - `decay`: how much of the running statistics a training batch leaves; 0.99 where absent.
 */
export type BatchNormOptions = { dims: number; epsilon?: number; decay?: number };

type Moments = { mean: tf.Tensor1D; variance: tf.Tensor1D };

/**
 * Batch normalisation as a bijector (Papamakarios et al. 2017, appendix B).
 *
 *     u = (x - m) ⊙ (v + ε)^-½ ⊙ exp(γ) + β             log|det ∂u/∂x| = Σ_i [γ_i - ½ log(v_i + ε)]
 *     x = (u - β) ⊙ exp(-γ) ⊙ (v + ε)^½ + m
 *
 * `inverse` with `training: true` takes m and v from the batch, so that rows there depend on each other, and moves the
 * running statistics towards them; a batch of one vector has no variance and uses the running ones. All other calls, and
 * every `forward`, which has no batch of data to take them from, use the running statistics. `recalibrate` makes those
 * the whole training set's, with which the paper validates and tests.
 *
 * Events are vectors `[D]`, or images `[height, width, D]`, whose statistics are taken over rows and places, and whose
 * log-determinant counts every place (Dinh et al. 2017, section 3.7).
 */
export class BatchNorm implements Bijector, Recalibrated {
  readonly config: {
    readonly kind: 'batch-norm';
    readonly dims: number;
    readonly epsilon: number;
    readonly decay: number;
  };
  readonly parts: { readonly [name in 'beta' | 'gamma' | 'mean' | 'variance']: tf.Variable<tf.Rank.R1> };
  readonly dispose: () => void;

  constructor({ dims, epsilon = 1e-5, decay = 0.99 }: BatchNormOptions) {
    requireCount('batchNorm', 'dims', dims);
    requireInRange('batchNorm', 'epsilon', epsilon, 0);
    requireInRange('batchNorm', 'decay', decay, 0, 1);
    const shape: [number] = [dims];
    const statistics = { trainable: false };
    const { config, parts, dispose } = trainable({ kind: 'batch-norm', dims, epsilon, decay } as const, {
      beta: parameter<tf.Rank.R1>(shape, tf.zeros),
      gamma: parameter<tf.Rank.R1>(shape, tf.zeros),
      mean: parameter<tf.Rank.R1>(shape, tf.zeros, statistics),
      variance: parameter<tf.Rank.R1>(shape, tf.ones, statistics),
    });
    this.config = config;
    this.parts = parts;
    this.dispose = dispose;
  }

  /** @throws ShapeError where z is no batch of vectors or images of D columns. */
  forward<T extends tf.Tensor>(u: T): Mapped<T> {
    this.#require('forward', 'z', u);
    const { beta, mean, variance } = this.parts;
    return mapped(() => {
      const logScale = this.#logScale(variance);
      const x = u.sub(beta).mul(logScale.neg().exp()).add(mean) as T;
      return { value: x, logDet: constantLogDet(u, logScale.neg().mul(placesOf(u))) };
    });
  }

  /** @throws ShapeError where x is no batch of vectors or images of D columns. */
  inverse<T extends tf.Tensor>(x: T, given?: Given): Mapped<T> {
    this.#require('inverse', 'x', x);
    return mapped(() => {
      const { mean, variance } = given?.training && vectorsOf(x) > 1 ? this.#trainingMoments(x) : this.parts;
      const logScale = this.#logScale(variance);
      const u = x.sub(mean).mul(logScale.exp()).add(this.parts.beta) as T;
      return { value: u, logDet: constantLogDet(x, logScale.mul(placesOf(x))) };
    });
  }

  separates(): boolean {
    return true;
  }

  /**
   * Sets the running statistics to those of all batches together, by the pairwise update of Chan, Golub and LeVeque
   * (1979): for two sets of which the second holds a share w of the rows, with δ = m_2 - m_1,
   *
   *     m = m_1 + w δ              v = (1 - w) v_1 + w v_2 + w (1 - w) δ²
   */
  recalibrate(batches: readonly Batch<tf.Tensor>[]): void {
    if (batches.length === 0) throw new ConfigError('BatchNorm.recalibrate: expected at least one batch, got none');
    for (const { x } of batches) this.#require('recalibrate', 'x', x);
    tf.tidy(() => {
      let rows = 0;
      let mean = tf.zeros([this.config.dims]);
      let variance = tf.zeros([this.config.dims]);
      for (const { x } of batches) {
        rows += vectorsOf(x);
        const share = vectorsOf(x) / rows;
        const batch = momentsOf(x);
        const difference = batch.mean.sub(mean);
        const between = difference.square().mul(share * (1 - share));
        variance = variance
          .mul(1 - share)
          .add(batch.variance.mul(share))
          .add(between);
        mean = mean.add(difference.mul(share));
      }
      this.parts.mean.assign(mean as tf.Tensor1D);
      this.parts.variance.assign(variance as tf.Tensor1D);
    });
  }

  /** The batch's moments, towards which the running statistics move. */
  #trainingMoments(x: tf.Tensor): Moments {
    const moments = momentsOf(x);
    const { mean, variance } = this.parts;
    const { decay } = this.config;
    mean.assign(mean.mul(decay).add(moments.mean.mul(1 - decay)));
    variance.assign(variance.mul(decay).add(moments.variance.mul(1 - decay)));
    return moments;
  }

  #require(method: string, name: string, x: tf.Tensor): void {
    requireColumns(`BatchNorm.${method}`, name, x, this.config.dims);
  }

  /** γ - ½ log(v + ε), the logarithm of the scale from x to u. */
  #logScale(variance: tf.Tensor1D): tf.Tensor1D {
    return this.parts.gamma.sub(variance.add(this.config.epsilon).log().mul(0.5));
  }
}

export const batchNorm = (options: BatchNormOptions): BatchNorm => new BatchNorm(options);

/** The number of vectors of D elements, of which there is one in every row and place. */
const vectorsOf = (x: tf.Tensor): number => sizeOf(x.shape.slice(0, -1));

/** The mean and the variance (1/n) of each column; of images first over each one's own places. */
const momentsOf = (x: tf.Tensor): Moments =>
  tf.tidy(() => {
    const columns = x.reshape([x.shape[0] as number, placesOf(x), -1]);
    const mean = columns.mean(1).mean(0) as tf.Tensor1D;
    return { mean, variance: columns.sub(mean).square().mean(1).mean(0) as tf.Tensor1D };
  });
