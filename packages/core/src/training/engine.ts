import type * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import type { DensityModel } from '../density-model.ts';
import type { Rng } from '../rng.ts';
import type { Batch } from '../trainable.ts';
import type { FlatParameters } from './flat-parameters.ts';

/**
 * What one training step did.
 *
 * - `loss`: of the batch, before the update, in nats.
 * - `gradientNorm`: ‖∇ loss‖₂ over all trained weights, before clipping.
 * - `applied`: whether the weights were updated; false where the loss or the norm was not finite.
 */
export type StepResult = { readonly loss: number; readonly gradientNorm: number; readonly applied: boolean };

/**
 * One training step in its two halves: a loss, whose gradients an engine takes as it can, and an update on the host
 * from flat gradients to flat weights.
 */
export interface Step<X extends tf.Tensor = tf.Tensor> {
  /** The loss of a batch. Its randomness is `rng`'s alone; `step` is the number of the step, from 0. */
  loss(batch: Batch<X>, options: { rng: Rng; step: tf.Scalar }): tf.Scalar;
  /** The weights that `update` changes. */
  readonly trained: FlatParameters;
  /** Where an engine puts the gradients before it calls `update`, laid out as `trained`; zeros where there is none. */
  readonly gradients: Float32Array;
  /**
   * Variables that the loss itself may assign, running statistics for one. Whole numbers are exact up to
   * 2²⁴; an engine that keeps them in these arrays throws beyond.
   */
  readonly state: FlatParameters;
  /**
   * Clipping, Adam and averaging over the flat arrays, in place. Where the loss or a gradient is not finite nothing
   * changes.
   */
  update(loss: number, step: number): StepResult;
}

/**
 * A step that runs. The weights of the moment are those of `trained.values`, which `update` changes; the model's
 * variables, and for the state either the variables or `state.values`, follow when `sync` is called.
 */
export interface CompiledStep<X extends tf.Tensor = tf.Tensor> {
  /** One step with a batch, borrowed. Where the update is not applied, the state is as it was before. */
  run(batch: Batch<X>, options: { rng: Rng; step: number }): Promise<StepResult>;
  /** Brings the variables and both flat arrays (`trained.values`, `state.values`) up to what the engine holds. */
  sync(): Promise<void>;
  /** Takes both flat arrays into the engine and the variables. */
  push(): Promise<void>;
  dispose(): void;
}

/** log p of rows, as a model's `logProb`, with the values that its variables have at the time. */
export interface CompiledLogProb<X extends tf.Tensor = tf.Tensor> {
  (x: X, given?: Given): Promise<tf.Tensor1D>;
  dispose(): void;
}

/** What runs training steps and, between them, validations: eagerly, or compiled. */
export interface Engine {
  compile<X extends tf.Tensor>(step: Step<X>): Promise<CompiledStep<X>>;
  /** Where it is absent, the model's own `logProb` is called. */
  compileLogProb?<X extends tf.Tensor>(model: DensityModel<X>): CompiledLogProb<X>;
}
