import {
  type Bijector,
  dense,
  type Given,
  mapped,
  parameter,
  type Rng,
  requireContext,
  requireCount,
  requireEvent,
  requireInRange,
  scale,
  sumEvent,
  type Trainable,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * - `dims`: of u and z.
 * - `context`: the width of h, which an encoder gives.
 * - `std`: one σ for all elements and all x, which is learnt, and starts at this number: the σ₁ of an f-VAE; where
 *   absent, each element's σ is a function of h.
 */
export type ReparameterizationOptions = { dims: number; context: number; std?: number; rng: Rng };

/**
 * The diagonal Gaussian as a map of noise u ~ N(0, I) given h (Kingma and Welling 2014, section 2.4):
 *
 *     z = μ(h) + σ(h) ⊙ u              log|det ∂z/∂u| = Σ_i log σ_i(h)
 *
 *     μ(h) = h W + b                   log σ(h) = a / (1 + |a| / log 1000),  a = h V + c
 *
 * which, unlike the paper's log σ = a, keeps σ within [1/1000, 1000]; it starts at 1. With `std` it is the noisy encoding
 * z = E(x) + σ₁ u of an f-VAE (Su and Wu 2018).
 *
 * u, z are `[batch, dims]`, h is `[1 or batch, context]`, log-determinants are `[batch]`, in nats.
 *
 * @throws ConfigError where a size is not a positive whole number, or σ is not above 0.
 */
export function reparameterization({ dims, context, std, rng }: ReparameterizationOptions): Bijector<tf.Tensor2D> {
  requireCount('reparameterization', 'dims', dims);
  requireCount('reparameterization', 'context', context);
  if (std !== undefined) requireInRange('reparameterization', 'std', std, Number.MIN_VALUE);
  const mean = dense({ inputs: context, outputs: dims, rng: rng.fork('mean') });
  const spread = std === undefined ? givenStd(context, dims, rng.fork('logStd')) : sharedStd(std);
  const gaussian = (who: string, { shape: [rows] }: tf.Tensor2D, given: Given | undefined) => {
    requireContext(who, { shape: [rows] }, given?.context, context);
    const h = given?.context as tf.Tensor2D;
    const μ = mean.apply(h);
    // Of one h for all rows, or one σ for all elements, each row still has its own log-determinant.
    const logσ = tf.zeros([rows, dims]).add(spread.logStd(h));
    return { μ, logσ, logDet: sumEvent(logσ) };
  };
  return {
    ...trainable(
      { kind: 'reparameterization', dims, context, ...(std !== undefined && { std }) },
      { mean, logStd: spread.part },
    ),
    forward: (u, given) => {
      requireEvent('reparameterization.forward', 'u', u, [dims]);
      return mapped(() => {
        const { μ, logσ, logDet } = gaussian('reparameterization.forward', u, given);
        return { value: u.mul(logσ.exp()).add(μ) as tf.Tensor2D, logDet };
      });
    },
    inverse: (z, given) => {
      requireEvent('reparameterization.inverse', 'z', z, [dims]);
      return mapped(() => {
        const { μ, logσ, logDet } = gaussian('reparameterization.inverse', z, given);
        return { value: z.sub(μ).mul(logσ.neg().exp()) as tf.Tensor2D, logDet: logDet.neg() };
      });
    },
    separates: () => true,
  };
}

/** Where log σ comes from: `[batch, dims]` of h, or one number. */
type Spread = { part: tf.Variable | Trainable; logStd(h: tf.Tensor2D): tf.Tensor };

function givenStd(context: number, dims: number, rng: Rng): Spread {
  const layer = dense({ inputs: context, outputs: dims, start: 'zero', rng });
  const { logScale } = scale();
  return { part: layer, logStd: (h) => logScale(layer.apply(h)) };
}

function sharedStd(std: number): Spread {
  const logStd = parameter<tf.Rank.R0>([], () => tf.scalar(Math.log(std)));
  return { part: logStd, logStd: () => logStd };
}
