import { type Bijector, type Rng, requireBijector, requireInRange, unconditional } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { flowPosterior } from './flow-posterior.ts';
import { requireLatentFlow } from './require-latent-flow.ts';
import { requireNetworks } from './require-networks.ts';
import { type Vae, vae } from './vae.ts';
import type { VaeOptions } from './vae-options.ts';

/**
 * - `bijector`: F, from the noisy encoding to z, which is told no context.
 * - `std`: σ₁ at first; 1 where absent.
 * - all else as of a `Vae`.
 */
export type FVaeOptions = Omit<VaeOptions, 'posterior'> & {
  bijector: Bijector<tf.Tensor, tf.Tensor2D>;
  std?: number;
  rng: Rng;
};

/**
 * The f-VAE (Su and Wu 2018): the posterior is a flow F of the encoding of x with noise, the same F for all x,
 *
 *     z = F_x(u) = F(σ₁ u + E(x)),  u ~ N(0, I)
 *
 * The objective is the paper's without the entropy of u, a constant, which makes it the negative ELBO:
 *
 *     E_u[-log p(x | F_x(u)) - log p(F_x(u)) - log|det ∂F_x/∂u|] + E_u[log N(u; 0, I)]
 *
 * Where F is the identity it is a variational autoencoder with one σ₁. Where E(x) = x and the decoder is F⁻¹ with Gaussian
 * noise of a fixed δ, it is the negative log-likelihood of x + σ₁ u under the flow F⁻¹, and a constant,
 *
 *     -log p(F(x + σ₁ u)) - log|det F'(x + σ₁ u)| + D/2 (σ₁²/δ² - 1) + D log(δ/σ₁)          in the mean over u
 *
 * which is 0 at δ = σ₁ and grows as δ goes to 0, the paper's limit; the gradients by F are the flow's whatever δ is. E(x) is
 * a linear map of the encoder's h, and σ₁ is learnt.
 *
 * @throws ConfigError where parts do not fit together.
 */
export function fVae({ bijector, std = 1, rng, ...options }: FVaeOptions): Vae {
  const { encoder, decoder } = options;
  requireNetworks('fVae', options);
  requireInRange('fVae', 'std', std, Number.MIN_VALUE);
  const sizes = { dims: decoder.inputs, context: encoder.outputs };
  requireBijector('fVae', 'bijector', bijector);
  const F = unconditional(bijector);
  requireLatentFlow('fVae', 'bijector', F, sizes);
  const posterior = flowPosterior({ ...sizes, std, bijector: F, rng });
  return vae({ ...options, posterior });
}
