import type * as tf from '@tensorflow/tfjs';
import type { Given } from './bijector.ts';
import type { Rng } from './rng.ts';
import type { Shape } from './shape.ts';
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
export interface DensityModel<X extends tf.Tensor = tf.Tensor> extends Trainable {
  readonly eventShape: Shape;
  /** Whether `logProb` is log p(x) itself or a bound from below. */
  readonly likelihood: 'exact' | 'lower-bound';
  /** Whether `logProb` is the log-density of continuous data or the log-mass of discrete data. */
  readonly measure: 'density' | 'mass';
  /** log p(x) of `[batch, ...eventShape]`: `[batch]`, in nats. Deterministic. */
  logProb(x: X, given?: Given): tf.Tensor1D;
  /** `count` rows of x ~ p(x): `[count, ...eventShape]`. */
  sample(count: number, options: SampleOptions): X;
  /** What `fit` minimises, a scalar in nats; the mean of -log p(x) where absent. */
  objective?(batch: X, options: ObjectiveOptions): tf.Scalar;
  /** An estimate of log p(x) `[batch]`, in nats, where the exact one is out of reach. */
  estimateLogProb?(x: X, options: EstimateOptions): tf.Tensor1D;
}
