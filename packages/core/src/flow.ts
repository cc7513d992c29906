import * as tf from '@tensorflow/tfjs';
import { type Bijector, type Given, requireBijector } from './bijector.ts';
import { stepsOf } from './bijectors/steps-of.ts';
import {
  contextOf,
  type DensityModel,
  type EstimateOptions,
  type ObjectiveOptions,
  requireDensityModel,
  type SampleOptions,
} from './density-model.ts';
import { ConfigError } from './errors.ts';
import { flowImputer } from './imputation/flow-imputer.ts';
import type { Imputer } from './imputation/imputer.ts';
import type { LatentModel } from './latents/latent-model.ts';
import type { Rng } from './rng.ts';
import { requireCount, requireEvent, requireShape, type Shape } from './shape.ts';
import {
  type Batch,
  type Config,
  type DataInitialized,
  isDataInitialized,
  isRecalibrated,
  type Recalibrated,
  trainable,
} from './trainable.ts';

/** x ~ q and log q(x) in one pass, both differentiable: `[count, ...eventShape]` and `[count]`, in nats. */
export type SampleWithLogProb<X extends tf.Tensor> = { x: X; logProb: tf.Tensor1D };

/** z_i on the way from base to data, `[batch, ...]`, and log p_i(z_i), `[batch]`, in nats. */
export type PathPoint = { z: tf.Tensor; logProb: tf.Tensor1D };

/**
 * - `base`: π_0, the distribution of z_0.
 * - `bijector`: f, from z_0 to x.
 * - `eventShape`: the shape of x, where the bijector makes it another than z_0's.
 */
export type FlowOptions<Z extends tf.Tensor, X extends tf.Tensor> = {
  base: DensityModel<Z>;
  bijector: Bijector<Z, X>;
  eventShape?: Shape;
};

/**
 * A normalizing flow: the distribution of x = f(z_0), z_0 ~ π_0 (Rezende and Mohamed 2015; Dinh et al. 2017, eq. 2).
 *
 *     log p(x) = log π_0(f⁻¹(x)) + log|det ∂f⁻¹/∂x|
 */
export class Flow<Z extends tf.Tensor = tf.Tensor, X extends tf.Tensor = Z>
  implements DensityModel<X>, LatentModel, DataInitialized<X>, Recalibrated<X>
{
  readonly base: DensityModel<Z>;
  readonly bijector: Bijector<Z, X>;
  readonly eventShape: Shape;
  readonly likelihood: 'exact' | 'lower-bound';
  readonly measure = 'density';
  readonly config: Config;
  readonly parts: { readonly base: DensityModel<Z>; readonly bijector: Bijector<Z, X> };
  readonly dispose: () => void;
  readonly imputer: Imputer<X>;
  /** The base's objective of z_0, less the mean log-determinant, where the base has one. */
  readonly objective?: (x: X, options: ObjectiveOptions) => tf.Scalar;
  /** The base's estimate for z_0, and the log-determinant, where the base has one. */
  readonly estimateLogProb?: (x: X, options: EstimateOptions) => tf.Tensor1D;

  constructor({ base, bijector, eventShape }: FlowOptions<Z, X>) {
    requireDensityModel('flow', 'base', base);
    requireBijector('flow', 'bijector', bijector);
    if (base.measure !== 'density') {
      throw new ConfigError(
        'flow: expected a base with a density, got one of discrete data, whose volume no map changes',
      );
    }
    if (eventShape !== undefined) requireShape('flow', 'eventShape', eventShape);
    const config = { kind: 'flow', base: base.config, bijector: bijector.config };
    const { parts, dispose, ...described } = trainable(eventShape ? { ...config, eventShape } : config, {
      base,
      bijector,
    });
    this.base = base;
    this.bijector = bijector;
    this.eventShape = eventShape ?? base.eventShape;
    this.likelihood = base.likelihood;
    this.config = described.config;
    this.parts = parts;
    this.dispose = dispose;
    this.imputer = flowImputer(this);
    const { objective, estimateLogProb } = base;
    if (objective) {
      this.objective = (x, options) =>
        tf.tidy(() => {
          const { value: z0, logDet } = bijector.inverse(x, options);
          return objective.call(base, z0, options).sub(logDet.mean());
        });
    }
    if (estimateLogProb) {
      this.estimateLogProb = (x, options) =>
        tf.tidy(() => {
          const { value: z0, logDet } = bijector.inverse(x, options);
          return estimateLogProb.call(base, z0, options).add(logDet);
        });
    }
  }

  logProb(x: X, given?: Given): tf.Tensor1D {
    requireEvent('Flow.logProb', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const { value: z0, logDet } = this.bijector.inverse(x, given);
      return this.base.logProb(z0, given).add(logDet);
    });
  }

  sample(count: number, options: SampleOptions): X {
    requireCount('Flow.sample', 'count', count);
    return tf.tidy(() => {
      const context = options.context && contextOf('Flow.sample', count, options.context);
      const z0 = this.base.sample(count, { ...options, context });
      return this.bijector.forward(z0, { context }).value;
    });
  }

  /** z_0 = f⁻¹(x) of `[batch, ...eventShape]`. */
  encode(x: X, given?: Given): Z {
    requireEvent('Flow.encode', 'x', x, this.eventShape);
    return tf.tidy(() => this.bijector.inverse(x, given).value);
  }

  /** x = f(z_0) of `[batch, ...]`, the shape of the base's events. */
  decode(z0: Z, given?: Given): X {
    requireEvent('Flow.decode', 'z', z0, this.base.eventShape);
    return tf.tidy(() => this.bijector.forward(z0, given).value);
  }

  /**
   * x = f(z_0), z_0 ~ π_0, and its log-density in the same pass, differentiable through the flow, and through the base
   * where its sample is (Rezende and Mohamed 2015, equation 7).
   *
   *     log q(x) = log π_0(z_0) - log|det ∂f/∂z_0|
   *
   * @returns `x` of `[count, ...eventShape]` and `logProb` of `[count]`, in nats: the model's log-density at x, at any
   *   temperature.
   */
  sampleWithLogProb(count: number, options: SampleOptions): SampleWithLogProb<X> {
    requireCount('Flow.sampleWithLogProb', 'count', count);
    return tf.tidy(() => {
      const context = options.context && contextOf('Flow.sampleWithLogProb', count, options.context);
      const given = { context, training: options.training };
      const z0 = this.base.sample(count, { ...options, context });
      const { value: x, logDet } = this.bijector.forward(z0, given);
      return { x, logProb: this.base.logProb(z0, given).sub(logDet) as tf.Tensor1D };
    });
  }

  /**
   * The path from z_0 to z_K = x and the distributions along it, for a chain f = f_K ∘ … ∘ f_1; any other bijector is
   * one step.
   *
   *     log p_i(z_i) = log p_{i-1}(z_{i-1}) + log|det ∂f_i⁻¹/∂z_i|
   *
   * @returns K + 1 points from base to data; the last `logProb` is the model's.
   */
  path(x: X, given?: Given): PathPoint[] {
    requireEvent('Flow.path', 'x', x, this.eventShape);
    return tf.tidy(() => {
      const values: tf.Tensor[] = [x.clone()];
      const logDets: tf.Tensor1D[] = [];
      for (const step of stepsOf(this.bijector).reverse()) {
        const { value, logDet } = step.inverse(values[0] as tf.Tensor, given);
        values.unshift(value);
        logDets.unshift(logDet);
      }
      let logProb = this.base.logProb(values[0] as Z, given);
      return values.map((z, i) => {
        if (i > 0) logProb = logProb.add(logDets[i - 1] as tf.Tensor1D);
        return { z, logProb };
      });
    });
  }

  /** Initialises the bijector with a batch of data, then the base with the z_0 that it makes of them. */
  initialize(x: X, options: { rng: Rng; context?: tf.Tensor }): void {
    const { base, bijector } = this;
    if (isDataInitialized(bijector)) bijector.initialize(x, options);
    if (isDataInitialized(base)) tf.tidy(() => base.initialize(bijector.inverse(x, options).value, options));
  }

  /** Recalibrates the bijector with data, then the base with the z_0 that it makes of them. */
  recalibrate(batches: readonly Batch<X>[]): void {
    const { base, bijector } = this;
    if (isRecalibrated(bijector)) bijector.recalibrate(batches);
    if (!isRecalibrated(base)) return;
    tf.tidy(() =>
      base.recalibrate(batches.map(({ x, context }) => ({ x: bijector.inverse(x, { context }).value, context }))),
    );
  }
}

export const flow = <Z extends tf.Tensor, X extends tf.Tensor = Z>(options: FlowOptions<Z, X>): Flow<Z, X> =>
  new Flow(options);
