import type { Given } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { EventLikelihood } from './event-likelihood.ts';
import type { VaeParts } from './vae-options.ts';

/**
 * log p(x | z), and log q(z | x) - log p(z), whose mean is the divergence of the posterior from the prior: `[batch]`, in
 * nats.
 */
export type VaeTerms = { logLikelihood: tf.Tensor1D; logRatio: tf.Tensor1D };

/** x `[batch, ...eventShape]`, the encoder's h of it `[1 or batch, outputs]`, and noise u `[batch, dims]`. */
export type VaeValues = { x: tf.Tensor; h: tf.Tensor2D; u: tf.Tensor };

/** The two terms of the bound at z = F_x(u), in nats. */
export function vaeTerms(
  { posterior, decoder, prior }: VaeParts,
  likelihood: EventLikelihood,
  { x, h, u }: VaeValues,
  given: Given = {},
): VaeTerms {
  return tf.tidy(() => {
    const { value: z, logDet } = posterior.bijector.forward(u, { context: h, training: given.training });
    const logQ = posterior.base.logProb(u).sub(logDet);
    return {
      logLikelihood: likelihood.logProb(x, decoder.apply(z, given)),
      logRatio: logQ.sub(prior.logProb(z, given)) as tf.Tensor1D,
    };
  });
}

/** log w = log p(x | z) + log p(z) - log q(z | x) at z = F_x(u): `[batch]`, in nats. */
export function logWeight(parts: VaeParts, likelihood: EventLikelihood, values: VaeValues, given?: Given): tf.Tensor1D {
  return tf.tidy(() => {
    const { logLikelihood, logRatio } = vaeTerms(parts, likelihood, values, given);
    return logLikelihood.sub(logRatio) as tf.Tensor1D;
  });
}
