import { type Bijector, type Chain, ConfigError, chain, reshape, shapeText, sizeOf } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { factorOut } from './factor-out.ts';
import type { ImageShape } from './image-shape.ts';

/**
 * One scale of a multi-scale flow, from data to latent.
 *
 * - `steps`: what happens at this scale, f_1 to f_K from the latent's side as in `chain`, squeezing included.
 * - `latent`: the shape of images after it.
 * - `prior`: a bijector over those images that gives what leaves here its distribution, by its inverse a standard normal
 *   one: a coupling under which the first half of the channels stays, or at the last scale any map; none where absent.
 */
export type FlowScale = { steps: readonly Bijector[]; latent: ImageShape; prior?: Bijector };

/** The flow of all scales, and how many latents leave at each of them, in the order in which they lie in z. */
export type MultiScale = { bijector: Chain<tf.Tensor2D, tf.Tensor4D>; levels: readonly number[] };

/**
 * The multi-scale architecture (Dinh et al. 2017, section 3.6, eq. 13 to 16; Kingma and Dhariwal 2018, figure 2b): after
 * each scale but the last half of the channels leave, as the levels z_1, z_2, … of one vector z. With learnt priors
 * p(z_l | h_l) = N(μ(h_l), σ(h_l)²), h_l what goes on, the levels are ε_l = (z_l - μ(h_l)) / σ(h_l), so that the base of
 * the whole is one standard normal:
 *
 *     (z_1, h_1) = f_1(x)      (z_2, h_2) = f_2(h_1)      …      z_L = f_L(h_(L-1))
 *
 * @param scales from data to latent.
 * @throws ConfigError where there is no scale, or one does not take as many elements as go on from that before it.
 */
export function multiScale(scales: readonly FlowScale[]): MultiScale {
  const [scale, ...later] = scales;
  if (scale === undefined) throw new ConfigError('multiScale: expected at least one scale, got none');
  const { steps, latent, prior } = scale;
  const inFront = prior ? [prior, ...steps] : steps;
  if (later.length === 0) {
    const size = sizeOf(latent);
    return {
      bijector: chain<tf.Tensor2D, tf.Tensor4D>(reshape({ latent: [size], data: latent }), ...inFront),
      levels: [size],
    };
  }
  const rest = multiScale(later);
  const [height, width, channels] = latent;
  const kept = height * width * Math.ceil(channels / 2);
  const next = rest.levels.reduce((sum, size) => sum + size, 0);
  if (next !== kept) {
    throw new ConfigError(
      `multiScale: expected a next scale of the ${kept} elements that go on from ${shapeText(latent)}, got one of ${next}`,
    );
  }
  const level = height * width * Math.floor(channels / 2);
  return {
    bijector: chain<tf.Tensor2D, tf.Tensor4D>(factorOut({ shape: latent, rest: rest.bijector }), ...inFront),
    levels: [level, ...rest.levels],
  };
}
