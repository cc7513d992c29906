import * as tf from '@tensorflow/tfjs';
import type { Given } from './bijector.ts';
import { ConfigError, ShapeError } from './errors.ts';
import type { Imputer } from './imputation/imputer.ts';
import type { Rng } from './rng.ts';
import type { Staged } from './sampling/sample-stage.ts';
import { type Shape, shapeText } from './shape.ts';
import type { Trainable } from './trainable.ts';

/**
 * - `rng`: the generator that the sample comes from; the same seed gives the same sample.
 * - `temperature`: 1 samples the model; below 1, samples nearer its modes.
 * - `context`: `[count, ...]`, or one row that serves all.
 */
export type SampleOptions = { rng: Rng; temperature?: number | number[] } & Given;

/** What the objective of one training step is given: its randomness, and the number of the step from 0. */
export type ObjectiveOptions = { rng: Rng; step: tf.Scalar } & Given;

/** What an estimate is made of: the generator and the number of samples a row. */
export type EstimateOptions = { rng: Rng; samples: number } & Given;

/** A distribution over `eventShape` that can be fitted, evaluated and sampled. */
export interface DensityModel<X extends tf.Tensor = tf.Tensor> extends Trainable, Partial<Staged> {
  readonly eventShape: Shape;
  /** Whether `logProb` is log p(x) itself or a bound from below. */
  readonly likelihood: 'exact' | 'lower-bound';
  /** Whether `logProb` is the log-density of continuous data or the log-mass of discrete data. */
  readonly measure: 'density' | 'mass';
  /** Whether the elements of x are independent of each other; not known where absent. */
  readonly independent?: boolean;
  /** Whether elements that are NaN at the end of a row are left out of `logProb`; not where absent. */
  readonly readsBeginnings?: boolean;
  /** The model's own way to the missing elements of a row given the others; see `impute`. */
  readonly imputer?: Imputer<X>;
  /** log p(x) of `[batch, ...eventShape]`: `[batch]`, in nats. Deterministic. */
  logProb(x: X, given?: Given): tf.Tensor1D;
  /** `count` rows of x ~ p(x): `[count, ...eventShape]`. */
  sample(count: number, options: SampleOptions): X;
  /** What `fit` minimises, a scalar in nats; the mean of -log p(x) where absent. */
  objective?(batch: X, options: ObjectiveOptions): tf.Scalar;
  /** An estimate of log p(x) `[batch]`, in nats, where the exact one is out of reach. */
  estimateLogProb?(x: X, options: EstimateOptions): tf.Tensor1D;
}

/**
 * Requires a density model where a config from a file may have named another part.
 *
 * @throws ConfigError naming who, the option and what came.
 */
export function requireDensityModel(who: string, name: string, part: Trainable): asserts part is DensityModel {
  if (!('logProb' in part && 'eventShape' in part)) {
    throw new ConfigError(`${who}: expected ${name} to be a density model, got ${JSON.stringify(part?.config?.kind)}`);
  }
}

/**
 * The temperature of a distribution that has one level. A list gives each level of a multi-scale model its own.
 *
 * @throws ConfigError where it is a list of several, negative, or not finite.
 */
export function oneTemperature(who: string, temperature: number | readonly number[] = 1): number {
  const [value, ...others] = typeof temperature === 'number' ? [temperature] : temperature;
  if (others.length > 0 || value === undefined || !Number.isFinite(value) || value < 0) {
    throw new ConfigError(
      `${who}: expected temperature to be one number of at least 0, got ${JSON.stringify(temperature)}`,
    );
  }
  return value;
}

/**
 * The context of a sample of `count` rows: one row is repeated for all.
 *
 * @throws ShapeError where the context has neither one row nor `count`.
 */
export function contextOf(who: string, count: number, context: tf.Tensor): tf.Tensor {
  const rows = context.shape[0];
  if (rows === count) return context.clone();
  if (rows !== 1)
    throw new ShapeError(`${who}: expected context of 1 or ${count} rows, got ${shapeText(context.shape)}`);
  return tf.tidy(() => tf.zeros([count, ...context.shape.slice(1)], context.dtype).add(context));
}
