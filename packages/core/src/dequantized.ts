import * as tf from '@tensorflow/tfjs';
import type { Given } from './bijector.ts';
import {
  type DensityModel,
  type EstimateOptions,
  type ObjectiveOptions,
  requireDensityModel,
  type SampleOptions,
} from './density-model.ts';
import { ConfigError } from './errors.ts';
import { latinHypercube } from './latin-hypercube.ts';
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
 */
export type DequantizedOptions = { model: DensityModel; levels: number; points?: number };

/** The largest float32 below 1. */
const BELOW_ONE = 1 - 2 ** -24;

/**
 * A density of continuous data as a model of whole numbers, by uniform noise u ~ U[0, 1)ᴰ (Uria et al. 2013; Theis et
 * al. 2016, section 3.1).
 *
 *     y = (x + u) / L                  P(x) = E_u[p(y)] L⁻ᴰ                  log P(x) ≥ E_u[log p(y)] - D log L
 *
 * - `objective`: the negative bound with fresh noise for each row.
 * - `logProb`: an estimate of the bound, its mean taken over a few evenly spread u that are drawn once and for all, so
 *   that it is deterministic and rows do not touch each other.
 * - `estimateLogProb`: log of the mean of p(y) L⁻ᴰ over fresh noise, which tends to log P(x) from below.
 * - `sample`: ⌊L y⌋, within 0 and L - 1.
 */
export class Dequantized implements DensityModel, DataInitialized, Recalibrated {
  readonly eventShape: Shape;
  readonly likelihood = 'lower-bound';
  readonly measure = 'mass';
  readonly config: Config;
  readonly parts: { readonly model: DensityModel };
  readonly dispose: () => void;
  readonly #levels: number;
  readonly #points: number;
  /** D log L, by which a density of y exceeds one of x. */
  readonly #logCells: number;

  constructor({ model, levels, points = 8 }: DequantizedOptions) {
    requireDensityModel('dequantized', 'model', model);
    if (model.measure !== 'density')
      throw new ConfigError('dequantized: expected a model of continuous data, got one of discrete');
    requireCount('dequantized', 'levels', levels, 2);
    requireCount('dequantized', 'points', points);
    const { config, parts, dispose } = trainable(
      { kind: 'dequantized', model: model.config, levels, points },
      { model },
    );
    this.config = config;
    this.parts = parts;
    this.dispose = dispose;
    this.eventShape = model.eventShape;
    this.#levels = levels;
    this.#points = points;
    this.#logCells = sizeOf(model.eventShape) * Math.log(levels);
  }

  logProb(x: tf.Tensor, given?: Given): tf.Tensor1D {
    requireEvent('Dequantized.logProb', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const points = latinHypercube(this.#points, sizeOf(this.eventShape), rng('dequantized'));
      const bounds = points.map((u) =>
        tf.tidy(() => this.parts.model.logProb(this.#cell(x, tf.tensor(u, [...this.eventShape])), given)),
      );
      return tf.addN(bounds).div(this.#points).sub(this.#logCells) as tf.Tensor1D;
    });
  }

  objective(x: tf.Tensor, options: ObjectiveOptions): tf.Scalar {
    requireEvent('Dequantized.objective', 'x', x, this.eventShape);
    const { model } = this.parts;
    return tf.tidy(() => {
      const y = this.#noisy(x, options.rng);
      const loss = model.objective?.(y, options) ?? model.logProb(y, options).mean().neg();
      return loss.add(this.#logCells) as tf.Scalar;
    });
  }

  estimateLogProb(x: tf.Tensor, { rng, samples, ...given }: EstimateOptions): tf.Tensor1D {
    requireEvent('Dequantized.estimateLogProb', 'x', x, this.eventShape);
    requireCount('Dequantized.estimateLogProb', 'samples', samples);
    return tf.tidy(() => {
      const logProbs = Array.from({ length: samples }, () =>
        tf.tidy(() => this.parts.model.logProb(this.#noisy(x, rng), given)),
      );
      return logSumExp(tf.stack(logProbs), 0).sub(Math.log(samples) + this.#logCells) as tf.Tensor1D;
    });
  }

  sample(count: number, options: SampleOptions): tf.Tensor {
    return tf.tidy(() => {
      const y = this.parts.model.sample(count, options);
      return y
        .mul(this.#levels)
        .floor()
        .clipByValue(0, this.#levels - 1);
    });
  }

  initialize(x: tf.Tensor, { rng, context }: { rng: Rng; context?: tf.Tensor }): void {
    const { model } = this.parts;
    if (isDataInitialized(model)) tf.tidy(() => model.initialize(this.#noisy(x, rng.fork('noise')), { rng, context }));
  }

  /** Recalibrates the model with the data and noise that is always the same. */
  recalibrate(batches: readonly Batch[]): void {
    const { model } = this.parts;
    if (!isRecalibrated(model)) return;
    const noise = rng('recalibrate');
    tf.tidy(() => model.recalibrate(batches.map(({ x, context }) => ({ x: this.#noisy(x, noise), context }))));
  }

  #noisy(x: tf.Tensor, rng: Rng): tf.Tensor {
    return tf.tidy(() => this.#cell(x, rng.uniform(x.shape)));
  }

  /** y = (x + u) / L, also where x + u rounds to L. */
  #cell(x: tf.Tensor, u: tf.Tensor): tf.Tensor {
    return x.add(u).div(this.#levels).minimum(BELOW_ONE);
  }
}

export const dequantized = (options: DequantizedOptions): Dequantized => new Dequantized(options);
