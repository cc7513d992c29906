import { type Bijector, chain, type Flow, flow, requireCount, standardNormal } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { type ReparameterizationOptions, reparameterization } from './reparameterization.ts';
import { requireLatentFlow } from './require-latent-flow.ts';

/**
 * - `dims`: of z.
 * - `context`: the width of the encoder's h.
 * - `bijector`: f, whose steps are given h as their context; the posterior is Gaussian where absent. One that takes no
 *   context is made to ignore it by core's `unconditional`.
 * - `std`: where one σ is learnt for all x, its start: the noise of an f-VAE.
 */
export type FlowPosteriorOptions = ReparameterizationOptions & { bijector?: Bijector<tf.Tensor, tf.Tensor2D> };

/**
 * The approximate posterior of a variational autoencoder: a diagonal Gaussian, and a flow of it (Rezende and Mohamed 2015,
 * equations 6 and 7; Kingma et al. 2016).
 *
 *     z_0 = μ(h) + σ(h) ⊙ u,  u ~ N(0, I)          z = f_K ∘ … ∘ f_1(z_0; h)
 *     log q(z | x) = log N(u; 0, I) - Σ_i log σ_i(h) - Σ_k log|det ∂f_k/∂z_{k-1}|
 *
 * @returns the flow from u to z that is conditioned on h `[batch, context]`.
 * @throws ConfigError where a size is not a positive whole number, or f says that it is of other dims or of another context.
 */
export function flowPosterior({ bijector, ...gaussian }: FlowPosteriorOptions): Flow<tf.Tensor, tf.Tensor2D> {
  requireCount('flowPosterior', 'dims', gaussian.dims);
  requireCount('flowPosterior', 'context', gaussian.context);
  if (bijector !== undefined) requireLatentFlow('flowPosterior', 'bijector', bijector, gaussian);
  const z0 = reparameterization(gaussian);
  return flow<tf.Tensor, tf.Tensor2D>({
    base: standardNormal({ eventShape: [gaussian.dims] }),
    bijector: bijector === undefined ? z0 : chain<tf.Tensor2D>(z0, bijector as Bijector<tf.Tensor2D>),
  });
}
