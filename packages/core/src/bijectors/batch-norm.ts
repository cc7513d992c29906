import * as tf from '@tensorflow/tfjs';
import { type Bijector, constantLogDet, type Given, type Mapped, mapped } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import { parameter } from '../parameter.ts';
import { requireCount, requireEvent, requireInRange } from '../shape.ts';
import { type Batch, type Recalibrated, trainable } from '../trainable.ts';

/**
 * - `dims`: D.
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
 * running statistics towards them; a batch of one row has no variance and uses the running ones. All other calls, and
 * every `forward`, which has no batch of data to take them from, use the running statistics. `recalibrate` makes those
 * the whole training set's, with which the paper validates and tests.
 */
export class BatchNorm implements Bijector<tf.Tensor2D>, Recalibrated<tf.Tensor2D> {
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

  forward(u: tf.Tensor2D): Mapped<tf.Tensor2D> {
    requireEvent('BatchNorm.forward', 'z', u, [this.config.dims]);
    const { beta, mean, variance } = this.parts;
    return mapped(() => {
      const logScale = this.#logScale(variance);
      const x = u.sub(beta).mul(logScale.neg().exp()).add(mean) as tf.Tensor2D;
      return { value: x, logDet: constantLogDet(u, logScale.neg()) };
    });
  }

  inverse(x: tf.Tensor2D, given?: Given): Mapped<tf.Tensor2D> {
    requireEvent('BatchNorm.inverse', 'x', x, [this.config.dims]);
    return mapped(() => {
      const { mean, variance } = given?.training && x.shape[0] > 1 ? this.#trainingMoments(x) : this.parts;
      const logScale = this.#logScale(variance);
      const u = x.sub(mean).mul(logScale.exp()).add(this.parts.beta) as tf.Tensor2D;
      return { value: u, logDet: constantLogDet(x, logScale) };
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
  recalibrate(batches: readonly Batch<tf.Tensor2D>[]): void {
    if (batches.length === 0) throw new ConfigError('BatchNorm.recalibrate: expected at least one batch, got none');
    for (const { x } of batches) requireEvent('BatchNorm.recalibrate', 'x', x, [this.config.dims]);
    tf.tidy(() => {
      let rows = 0;
      let mean = tf.zeros([this.config.dims]);
      let variance = tf.zeros([this.config.dims]);
      for (const { x } of batches) {
        rows += x.shape[0];
        const share = x.shape[0] / rows;
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
  #trainingMoments(x: tf.Tensor2D): Moments {
    const moments = momentsOf(x);
    const { mean, variance } = this.parts;
    const { decay } = this.config;
    mean.assign(mean.mul(decay).add(moments.mean.mul(1 - decay)));
    variance.assign(variance.mul(decay).add(moments.variance.mul(1 - decay)));
    return moments;
  }

  /** γ - ½ log(v + ε), the logarithm of the scale from x to u. */
  #logScale(variance: tf.Tensor1D): tf.Tensor1D {
    return this.parts.gamma.sub(variance.add(this.config.epsilon).log().mul(0.5));
  }
}

export const batchNorm = (options: BatchNormOptions): BatchNorm => new BatchNorm(options);

/** The mean and the variance (1/n) of each column. */
const momentsOf = (x: tf.Tensor2D): Moments => tf.tidy(() => tf.moments(x, 0) as Moments);
