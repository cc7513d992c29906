import {
  type Bijector,
  type Config,
  ConfigError,
  constantLogDet,
  DataError,
  type DataInitialized,
  disposeParts,
  type Mapped,
  mapped,
  parameter,
  placesOf,
  type Rng,
  requireColumns,
  requireCount,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** What rounding leaves of the deviation of a channel that is constant, relative to its mean. */
const ROUNDING = 1e-6;
/** The smallest deviation that a channel is scaled by, relative to that of the channel that varies most. */
const LEAST = 1e-4;

/**
 * Activation normalisation (Kingma and Dhariwal 2018, section 3.1): a shift and a scale of each channel, whose first values
 * give the first batch mean 0 and deviation 1. The paper writes it from data to latent, and so it is here: `inverse` is its
 * map, at every one of h w places, with the shift inside, as its authors' code has it,
 *
 *     z_ij = (x_ij + b) ⊙ exp(a)              x_ij = z_ij ⊙ exp(-a) - b
 *     log|det ∂z/∂x| = h w Σ a
 *
 * After `initialize` b, the variable `shift`, and a, `logScale`, the logarithm of the paper's s, are trained like any other. Events are vectors `[C]`, of
 * which h w = 1, or images `[height, width, C]`.
 */
export class ActNorm implements Bijector, DataInitialized {
  readonly config: Config & { readonly channels: number };
  readonly parts: { readonly [name in 'shift' | 'logScale']: tf.Variable<tf.Rank.R1> };
  initialized = false;

  constructor({ channels }: { channels: number }) {
    requireCount('actNorm', 'channels', channels);
    this.config = { kind: 'act-norm', channels };
    this.parts = {
      shift: parameter<tf.Rank.R1>([channels], tf.zeros),
      logScale: parameter<tf.Rank.R1>([channels], tf.zeros),
    };
  }

  /**
   * @throws ShapeError where z is no batch of vectors or images of C channels.
   * @throws ConfigError before `initialize`.
   */
  forward<T extends tf.Tensor>(z: T): Mapped<T> {
    this.#require('forward', 'z', z);
    const { shift, logScale } = this.parts;
    return mapped(() => ({
      value: z.mul(logScale.neg().exp()).sub(shift) as T,
      logDet: constantLogDet(z, logScale.mul(-placesOf(z))),
    }));
  }

  /**
   * @throws ShapeError where x is no batch of vectors or images of C channels.
   * @throws ConfigError before `initialize`.
   */
  inverse<T extends tf.Tensor>(x: T): Mapped<T> {
    this.#require('inverse', 'x', x);
    const { shift, logScale } = this.parts;
    return mapped(() => ({
      value: x.add(shift).mul(logScale.exp()) as T,
      logDet: constantLogDet(x, logScale.mul(placesOf(x))),
    }));
  }

  /**
   * Sets b and a so that each channel of x, over all rows and places, leaves with mean 0 and deviation 1. Of a channel that
   * is constant, as all are in a single vector, the scale stays 1; and one that varies by less than 10⁻⁴ of what the most
   * varying one does is scaled by that much. A layer that is initialised stays what it is.
   *
   * @throws ShapeError where x is no batch of vectors or images of C channels.
   * @throws DataError where it has no row.
   */
  initialize(x: tf.Tensor, _options?: { rng: Rng; context?: tf.Tensor }): void {
    requireColumns('ActNorm.initialize', 'x', x, this.config.channels);
    if (this.initialized) return;
    if (x.shape[0] === 0) throw new DataError('ActNorm.initialize: expected at least one row, got none');
    tf.tidy(() => {
      const { mean, deviation } = momentsOf(x);
      const varies = tf.greater(deviation, mean.abs().mul(ROUNDING));
      const bounded = tf.maximum(deviation, deviation.max().mul(LEAST));
      this.parts.shift.assign(mean.neg());
      this.parts.logScale.assign(tf.where(varies, bounded.log().neg(), tf.zerosLike(bounded)) as tf.Tensor1D);
    });
    this.initialized = true;
  }

  separates(): boolean {
    return true;
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  #require(method: string, name: string, x: tf.Tensor): void {
    requireColumns(`ActNorm.${method}`, name, x, this.config.channels);
    if (!this.initialized) {
      throw new ConfigError(
        `ActNorm.${method}: expected a layer that data has initialised, got one that none has; train the model by fit, or call its initialize with a batch, before it is used`,
      );
    }
  }
}

export const actNorm = (options: { channels: number }): ActNorm => new ActNorm(options);

/** The mean of each channel, an axis at a time: float32 adds few numbers more exactly than many. */
const meanOf = (x: tf.Tensor): tf.Tensor1D => (x.rank === 1 ? (x as tf.Tensor1D) : meanOf(x.mean(-2)));

/** The mean and the deviation (1/n) of each channel, about a mean that is taken twice, since its own rounding counts. */
function momentsOf(x: tf.Tensor): { mean: tf.Tensor1D; deviation: tf.Tensor1D } {
  const mean = meanOf(x);
  const centred = x.sub(mean);
  const rest = meanOf(centred);
  return { mean: mean.add(rest), deviation: meanOf(centred.sub(rest).square()).sqrt() };
}
