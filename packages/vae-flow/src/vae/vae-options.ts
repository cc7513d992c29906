import type { ConditionalDistribution, DensityModel, Flow, Shape } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import type { Decoder } from '../networks/decoder.ts';
import type { Encoder } from '../networks/encoder.ts';

/**
 * - `eventShape`: of x.
 * - `encoder`: from x to h.
 * - `posterior`: q(z | x), the flow from noise u to z given h; `flowPosterior` makes one.
 * - `decoder`: from z to θ; see `Decoder` for how many numbers and in which order.
 * - `likelihood`: p(x_i | θ_i).
 * - `prior`: p(z), trained with the rest where it has weights; the standard normal where absent.
 * - `points`: how many u `logProb` averages over; 8 where absent.
 * - `freeBits`: λ, nats below which the divergence of a batch costs no less, all latents as one group; 0 where absent
 *   (Kingma et al. 2016, appendix C.8).
 * - `warmUp`: T, the steps after which the divergence counts in full; at once where absent (Bowman et al. 2016; Sønderby et
 *   al. 2016; Rezende and Mohamed 2015 anneal log p(x, z) instead).
 *
 * A `context` is given to the encoder, the decoder and the prior alike, and so each must be built for it; a prior that is a
 * flow of none is made to ignore it by core's `unconditional`. The posterior meets it by h alone.
 */
export type VaeOptions = {
  eventShape: Shape;
  encoder: Encoder;
  posterior: Flow<tf.Tensor, tf.Tensor2D>;
  decoder: Decoder;
  likelihood: ConditionalDistribution;
  prior?: DensityModel<tf.Tensor2D>;
  points?: number;
  freeBits?: number;
  warmUp?: number;
};

/** The parts that a variational autoencoder has weights in. */
export type VaeParts = Readonly<
  Pick<Required<VaeOptions>, 'encoder' | 'posterior' | 'decoder' | 'likelihood' | 'prior'>
>;
