import { type Trainable, variablesOf } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import type { EventLikelihood } from './event-likelihood.ts';

/**
 * How many numbers one importance sample of each x is where it is widest: x itself, h, θ, or the parameters of an amortised
 * step of the posterior, which are as many as the last axis of the weights that make them has.
 */
export function importanceSize(
  posterior: Trainable,
  { parameters }: EventLikelihood,
  { x, h }: { x: tf.Tensor; h: tf.Tensor2D },
): number {
  const [rows, width] = h.shape;
  const ofPosterior = [...variablesOf(posterior).values()].map(({ shape }) => shape.at(-1) ?? 1);
  return Math.max(x.size, rows * Math.max(width, parameters, ...ofPosterior));
}
