import type * as tf from '@tensorflow/tfjs';
import type { FitOptions, Trainable } from './contract.ts';
import type { DensityModelSubject } from './density-model-subject.ts';
import { repeated } from './rows.ts';

/** Four events, sixteen times each: a set that no fresh model fits as well as it could. */
export function fewPoints({ draw, given }: DensityModelSubject): { x: tf.Tensor; context?: tf.Tensor } {
  const { context } = given('few points');
  return { x: repeated(draw('few points'), 16), context: context && repeated(context, 16) };
}

/** How a model is trained for a short while, as its options ask. */
export function shortTraining({ part, options, rng }: DensityModelSubject): FitOptions {
  const { steps = 20, rate = 0.01 } = options.train || {};
  return { rng: rng('fit'), steps, batchSize: 32, optimizer: { rate }, recalibrate: keepsStatistics(part) };
}

/** Whether a part, or one that it is made of, has variables that `recalibrate` sets; others only pass data on. */
const keepsStatistics = (part: Trainable): boolean =>
  Object.values(part.parts).some((inner) => ('parts' in inner ? keepsStatistics(inner) : 'recalibrate' in part));
