import type * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng.ts';
import type { AdamOptions } from './adam.ts';
import type { Engine } from './engine.ts';
import type { FitData } from './fit-data.ts';
import type { Schedule } from './schedule.ts';

/** How `fit` trains. At least one of `epochs` and `steps` is given, and whichever ends first counts. */
export type FitOptions<X extends tf.Tensor = tf.Tensor> = {
  /** The source of all randomness. Only forks of it are used, so the same seed trains the same way. */
  rng: Rng;
  epochs?: number;
  steps?: number;
  /** Rows in a batch of data in memory; 256 where absent. */
  batchSize?: number;
  /**
   * Data whose mean -log p(x) chooses the best weights, which the model holds at the end. Of a function, its epoch 0 to
   * the end.
   */
  validation?: FitData<X>;
  /** Steps from one validation, or one point of the curve, to the next; an epoch where absent. */
  validateEvery?: number;
  /** Stop after this many validations in a row that were not the best. */
  patience?: number;
  /** Adam with decoupled weight decay: rate 1e-3, β₁ 0.9, β₂ 0.999, ε 1e-8, decay 0 where absent. */
  optimizer?: Partial<AdamOptions>;
  schedule?: Schedule;
  /** The largest norm of the whole gradient; a larger one is scaled down. */
  clipNorm?: number;
  /** Evaluate and keep an exponential moving average of the weights. */
  averaging?: { readonly decay: number };
  /** Give the model's running statistics the whole training set's values before each validation and at the end. */
  recalibrate?: boolean;
  /** What runs the steps; op by op on the present backend where absent. */
  engine?: Engine;
  /** Called after each step. */
  onProgress?: (progress: FitProgress) => void;
  /** Stops after the present step. */
  signal?: AbortSignal;
  /** Writes a checkpoint every so many steps, and a last one where `signal` stops. */
  checkpoint?: { readonly every: number; readonly write: (bytes: Uint8Array) => void | Promise<void> };
  /** A checkpoint to go on from, to the same numbers as if nothing had stopped. */
  resume?: Uint8Array;
};

export type FitProgress = {
  /** The epoch of this step, from 0. */
  readonly epoch: number;
  /** The number of steps done, this one included. */
  readonly step: number;
  /** The number of steps planned, where it is known. */
  readonly steps?: number;
  /** The loss of this step's batch, in nats. */
  readonly loss: number;
  /** The norm of the gradient before clipping. */
  readonly gradientNorm: number;
  readonly rate: number;
  /** Whether the update was left out because the loss or the gradient was not finite. */
  readonly skipped: boolean;
  /** The latest validation, in nats. */
  readonly validation?: number;
  readonly secondsLeft?: number;
};

/** Mean training loss since the last point, and the validation there, in nats. */
export type CurvePoint = { readonly step: number; readonly train: number; readonly validation?: number };

export type FitResult = {
  readonly steps: number;
  /** Whole epochs. */
  readonly epochs: number;
  readonly stopped: 'finished' | 'early' | 'aborted';
  readonly curve: CurvePoint[];
  /** The validation whose weights the model holds. */
  readonly best?: { readonly step: number; readonly validation: number };
  /** Steps whose update was left out. */
  readonly skipped: number;
  readonly rollbacks: number;
};
