import type { Rng } from '@flows/core';
import { type Bijector, unconditional } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { flowPosterior } from './flow-posterior.ts';
import { type Vae, vae } from './vae.ts';
import type { VaeOptions } from './vae-options.ts';

/**
 * - `flow`: F, from the noisy encoding to z.
 * - `std`: σ₁ at first; 1 where absent.
 * - all else as of a `Vae`.
 */
export type FVaeOptions = Omit<VaeOptions, 'posterior'> & { flow: Bijector<tf.Tensor2D>; std?: number; rng: Rng };

/**
 * The f-VAE (Su and Wu 2018): the posterior is a flow F of the encoding of x with noise, the same F for all x,
 *
 *     z = F_x(u) = F(σ₁ u + E(x)),  u ~ N(0, I)
 *
 * and the objective, with the entropy of u added, which is a constant, the negative ELBO:
 *
 *     E_u[-log p(x | F_x(u)) - log p(F_x(u)) - log|det ∂F_x/∂u|] + E_u[log N(u; 0, I)]
 *
 * Where F is the identity it is a variational autoencoder with one σ₁; where E(x) = x, the decoder is F⁻¹ and its noise goes to
 * 0, it is the flow F⁻¹ of x with noise σ₁ u. E(x) is a linear map of the encoder's h, and σ₁ is learnt.
 *
 * @throws ConfigError where parts do not fit together.
 */
export function fVae({ flow, std = 1, rng, ...options }: FVaeOptions): Vae {
  const { encoder, decoder } = options;
  const posterior = flowPosterior({
    dims: decoder.inputs,
    context: encoder.outputs,
    std,
    bijector: unconditional(flow),
    rng,
  });
  return vae({ ...options, posterior });
}
