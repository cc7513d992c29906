import {
  additiveFamily,
  affine,
  ConfigError,
  chain,
  type Flow,
  flow,
  logistic,
  reversible,
  standardNormal,
} from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type CouplingStackOptions, couplingStack } from './coupling-stack.ts';

/** `prior`: the distribution of the latents; `logistic` where absent, as in the paper's experiments. */
export type NiceOptions = CouplingStackOptions & { prior?: 'logistic' | 'normal' };

/**
 * NICE (Dinh, Krueger and Bengio 2015): additive couplings, which keep volume, on top of them one learnt scale an
 * element (section 3.3), and a factorial prior (section 3.4).
 *
 *     x = f_K ∘ … ∘ f_1 (exp(s) ⊙ z)         log|det ∂x/∂z| = Σ_i s_i
 *
 * The paper scales from data to latent: its S_ii is our exp(-s_i).
 *
 * Its networks do not start at zero: where data is symmetric about an element's mean, no shift of that element alone
 * gains anything, and training would stay at the identity. Events are `[batch, D]`.
 *
 * @throws ConfigError where fewer than two elements leave nothing to couple, a size is none, or the mask is none of D
 * elements.
 */
export function nice({ layers = 4, prior = 'logistic', ...stack }: NiceOptions): Flow<tf.Tensor, tf.Tensor2D> {
  if (prior !== 'logistic' && prior !== 'normal') {
    throw new ConfigError(`nice: expected prior to be logistic or normal, got ${String(prior)}`);
  }
  const couplings = couplingStack('nice', { ...stack, layers }, additiveFamily, 'uniform');
  const eventShape = [stack.dims];
  return flow({
    base: prior === 'logistic' ? logistic({ eventShape }) : standardNormal({ eventShape }),
    bijector: chain<tf.Tensor, tf.Tensor2D>(
      affine({ eventShape, trained: ['logScale'] }),
      ...(stack.recompute ? [reversible<tf.Tensor>(...couplings)] : couplings),
    ),
  });
}
