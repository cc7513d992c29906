import * as tf from '@tensorflow/tfjs';
import type { Given } from './bijector.ts';
import {
  type DensityModel,
  type EstimateOptions,
  type ObjectiveOptions,
  requireDensityModel,
  type SampleOptions,
} from './density-model.ts';
import {
  type DequantizationNoise,
  flowNoise,
  type Noise,
  type NoiseFlow,
  requireNoise,
  uniformNoise,
} from './dequantization-noise.ts';
import { ConfigError } from './errors.ts';
import { type LatentModel, requireLatentModel } from './latents/latent-model.ts';
import { logSumExp } from './log-sum-exp.ts';
import { type Rng, rng } from './rng.ts';
import { requireCount, requireEvent, type Shape, sizeOf } from './shape.ts';
import {
  type Batch,
  type Config,
  type DataInitialized,
  isDataInitialized,
  isRecalibrated,
  type Recalibrated,
  trainable,
} from './trainable.ts';

/**
 * - `model`: a density of y in [0, 1); its preprocessing, `logit` say, lies within it.
 * - `levels`: L; the data are the whole numbers from 0 to L - 1.
 * - `points`: how many u `logProb` averages over; 8 where absent.
 * - `noise`: q(u | x), a flow of the model's event shape on (0, 1), so that it ends in `logit({ lambda: 0 })`. Its
 *   context is x scaled to [-1, 1], of x's shape; its base takes none. Uniform where absent.
 */
export type DequantizedOptions = { model: DensityModel; levels: number; points?: number; noise?: NoiseFlow };

/** The largest float32 below 1. */
const BELOW_ONE = 1 - 2 ** -24;

/**
 * A density of continuous data as a model of whole numbers, by noise u ~ q(u | x) on [0, 1)ᴰ: uniform, log q = 0 (Uria
 * et al. 2013; Theis et al. 2016, section 3.1), or that of a flow, with which the bound is nearer (variational
 * dequantization; Ho et al. 2019, equations 12 to 14; Hoogeboom et al. 2020).
 *
 *     y = (x + u) / L                  P(x) = L⁻ᴰ E_q[p(y) / q(u | x)]
 *                                  log P(x) ≥ E_q[log p(y) - log q(u | x)] - D log L
 *
 * - `objective`: the negative bound with fresh noise for each row, whose gradient goes through u into the noise too.
 * - `logProb`: an estimate of the bound, its mean taken over a few evenly spread u, or ε where the noise is a flow's,
 *   that are drawn once and for all, so that it is deterministic and rows do not touch each other.
 * - `estimateLogProb`: log of the mean of L⁻ᴰ p(y) / q(u | x) over fresh noise, which tends to log P(x) from below.
 * - `sample`: ⌊L y⌋, within 0 and L - 1.
 * - `encode`, `decode`: of a model that has a latent, that of y = (x + 1/2) / L, the middle of a cell, and ⌊L y⌋ of one.
 *
 * A `context` is the model's; the noise is given the image.
 *
 * @throws ConfigError where the model is of discrete data, or the noise is no flow of its events with an exact density.
 * @throws ShapeError, when it is used, where the noise takes no context of x's shape.
 */
export class Dequantized implements DensityModel, LatentModel, DataInitialized, Recalibrated {
  readonly eventShape: Shape;
  readonly likelihood = 'lower-bound';
  readonly measure = 'mass';
  readonly config: Config;
  readonly parts: { readonly model: DensityModel; readonly noise?: NoiseFlow };
  readonly dispose: () => void;
  readonly #levels: number;
  readonly #points: number;
  readonly #noise: DequantizationNoise;
  /** D log L, by which a density of y exceeds one of x. */
  readonly #logCells: number;

  constructor({ model, levels, points = 8, noise }: DequantizedOptions) {
    requireDensityModel('dequantized', 'model', model);
    if (model.measure !== 'density')
      throw new ConfigError('dequantized: expected a model of continuous data, got one of discrete');
    requireCount('dequantized', 'levels', levels, 2);
    requireCount('dequantized', 'points', points);
    if (noise !== undefined) requireNoise('dequantized', noise, model.eventShape);
    const { config, parts, dispose } = trainable(
      { kind: 'dequantized', model: model.config, levels, points, ...(noise && { noise: noise.config }) },
      { model, ...(noise && { noise }) },
    );
    this.config = config;
    this.parts = parts;
    this.dispose = dispose;
    this.eventShape = model.eventShape;
    this.#levels = levels;
    this.#points = points;
    this.#noise = noise ? flowNoise(noise, levels) : uniformNoise(model.eventShape);
    this.#logCells = sizeOf(model.eventShape) * Math.log(levels);
  }

  logProb(x: tf.Tensor, given?: Given): tf.Tensor1D {
    requireEvent('Dequantized.logProb', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const bounds = this.#noise
        .fixed(this.#points)
        .map((noise) => tf.tidy(() => this.#logRatio(this.#cell(x, noise(x)), given)));
      return tf.addN(bounds).div(this.#points).sub(this.#logCells) as tf.Tensor1D;
    });
  }

  objective(x: tf.Tensor, options: ObjectiveOptions): tf.Scalar {
    requireEvent('Dequantized.objective', 'x', x, this.eventShape);
    const { model } = this.parts;
    return tf.tidy(() => {
      const { y, logQ } = this.#noisy(x, options);
      const loss = model.objective?.(y, options) ?? model.logProb(y, options).mean().neg();
      return (logQ ? loss.add(logQ.mean()) : loss).add(this.#logCells) as tf.Scalar;
    });
  }

  estimateLogProb(x: tf.Tensor, { rng, samples, ...given }: EstimateOptions): tf.Tensor1D {
    requireEvent('Dequantized.estimateLogProb', 'x', x, this.eventShape);
    requireCount('Dequantized.estimateLogProb', 'samples', samples);
    return tf.tidy(() => {
      const logRatios = Array.from({ length: samples }, () =>
        tf.tidy(() => this.#logRatio(this.#noisy(x, { rng }), given)),
      );
      return logSumExp(tf.stack(logRatios), 0).sub(Math.log(samples) + this.#logCells) as tf.Tensor1D;
    });
  }

  sample(count: number, options: SampleOptions): tf.Tensor {
    return tf.tidy(() => this.#level(this.parts.model.sample(count, options)));
  }

  /**
   * z of `[batch, ...eventShape]`, in the shape that the model gives it.
   *
   * @throws ConfigError where the model has no latent.
   */
  encode(x: tf.Tensor, given?: Given): tf.Tensor {
    requireEvent('Dequantized.encode', 'x', x, this.eventShape);
    const { model } = this.parts;
    requireLatentModel('Dequantized.encode', 'model', model);
    return tf.tidy(() => model.encode(this.#cell(x, { u: tf.scalar(0.5) }).y, given));
  }

  /** Whole numbers x, `[batch, ...eventShape]`, of z; throws as `encode` does. */
  decode(z: tf.Tensor, given?: Given): tf.Tensor {
    const { model } = this.parts;
    requireLatentModel('Dequantized.decode', 'model', model);
    return tf.tidy(() => this.#level(model.decode(z, given)));
  }

  /** Initialises the noise with uniform noise, from which it starts, then the model with noisy data. */
  initialize(x: tf.Tensor, { rng, context }: { rng: Rng; context?: tf.Tensor }): void {
    const { model } = this.parts;
    tf.tidy(() => {
      this.#noise.initialize(x, { rng: rng.fork('dequantization') });
      if (isDataInitialized(model)) model.initialize(this.#noisy(x, { rng: rng.fork('noise') }).y, { rng, context });
    });
  }

  /**
   * Recalibrates the model with the data and noise that is always the same. The noise itself keeps its statistics: it is
   * trained by what it makes, and not by data.
   */
  recalibrate(batches: readonly Batch[]): void {
    const { model } = this.parts;
    if (!isRecalibrated(model)) return;
    const noise = { rng: rng('recalibrate') };
    tf.tidy(() => model.recalibrate(batches.map(({ x, context }) => ({ x: this.#noisy(x, noise).y, context }))));
  }

  #noisy(x: tf.Tensor, how: { rng: Rng; training?: boolean }): Cell {
    return tf.tidy(() => this.#cell(x, this.#noise.draw(x, how)));
  }

  /** y = (x + u) / L, also where x + u rounds to L. */
  #cell(x: tf.Tensor, { u, logQ }: Noise): Cell {
    return { y: x.add(u).div(this.#levels).minimum(BELOW_ONE), logQ };
  }

  /** ⌊L y⌋, also where y is not in [0, 1). */
  #level(y: tf.Tensor): tf.Tensor {
    return y
      .mul(this.#levels)
      .floor()
      .clipByValue(0, this.#levels - 1);
  }

  /** log p(y) - log q(u | x) */
  #logRatio({ y, logQ }: Cell, given: Given | undefined): tf.Tensor1D {
    const logProb = this.parts.model.logProb(y, given);
    return logQ ? logProb.sub(logQ) : logProb;
  }
}

/** A point of x's cell of [0, 1)ᴰ, and log q of how it was chosen; 0 where absent. */
type Cell = { y: tf.Tensor; logQ?: tf.Tensor1D };

export const dequantized = (options: DequantizedOptions): Dequantized => new Dequantized(options);
