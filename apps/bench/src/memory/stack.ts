import { rng } from '@flows/core';
import { glow } from '@flows/glow';
import type * as tf from '@tensorflow/tfjs';

/** The shape of the stack's events: images of three colours. */
export const eventShape = [16, 16, 3] as const;

/** The rows of a training step. */
export const batchRows = 32;

/** One level of a Glow of `depth` steps, whose activations are kept or recomputed. */
export function stack(depth: number, recompute: boolean): ReturnType<typeof glow> {
  const model = glow({ shape: eventShape, levels: 1, steps: depth, hidden: 64, recompute, rng: rng('stack') });
  const x = rng('first rows').normal<tf.Rank.R4>([8, ...eventShape]);
  model.initialize(x, { rng: rng('initialize') });
  x.dispose();
  return model;
}
