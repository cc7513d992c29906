import { type Bijector, type Chain, chain, type Rng, requireCount } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/**
 * f_K ∘ … ∘ f_1 of K = `steps` steps with the same options, each from a generator of its own.
 *
 * @throws ConfigError where K is not a positive whole number.
 */
export function flowOfSteps<Options extends { rng: Rng }>(
  who: string,
  steps: number,
  options: Options,
  step: (options: Options, k: number) => Bijector<tf.Tensor2D>,
): Chain<tf.Tensor2D> {
  requireCount(who, 'steps', steps);
  return chain(...Array.from({ length: steps }, (_, k) => step({ ...options, rng: options.rng.fork(k) }, k)));
}
