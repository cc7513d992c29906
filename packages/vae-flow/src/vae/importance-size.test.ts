import { bernoulliConditional, categoricalConditional, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { sylvesterFlow } from '../flows/sylvester.ts';
import { eventLikelihood } from './event-likelihood.ts';
import { flowPosterior } from './flow-posterior.ts';
import { importanceSize } from './importance-size.ts';

const gaussian = (context: number) => flowPosterior({ dims: 2, context, rng: rng(0) });

/** Of a batch of three x of `elements` bits, or of numbers of so many `levels`. */
const sizeFor = (posterior: ReturnType<typeof gaussian>, context: number, elements: number, levels = 2) => {
  const conditional = levels === 2 ? bernoulliConditional() : categoricalConditional({ levels });
  const values = { x: tf.zeros([3, elements]), h: tf.zeros<tf.Rank.R2>([3, context]) };
  return importanceSize(posterior, eventLikelihood(conditional, [elements]), values);
};

test('it is that of x, of h or of θ, whichever is widest', () => {
  expect(sizeFor(gaussian(5), 5, 20)).toBe(3 * 20);
  expect(sizeFor(gaussian(50), 50, 20)).toBe(3 * 50);
  expect(sizeFor(gaussian(5), 5, 20, 4)).toBe(3 * 20 * 4);
});

test('an amortised step has parameters for each row', () => {
  const sizes = { dims: 8, context: 5 };
  const bijector = sylvesterFlow({ ...sizes, steps: 1, form: 'triangular', rng: rng(0) });
  // (M + 2) M numbers of M = 8.
  expect(sizeFor(flowPosterior({ ...sizes, bijector, rng: rng(0) }), 5, 20)).toBe(3 * 80);
});
