import { basePoints, type Given } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { EventLikelihood } from './event-likelihood.ts';
import type { VaeParts } from './vae-options.ts';
import { logWeight } from './vae-terms.ts';

/**
 * An estimate of the ELBO, E_u[log p(x | z) + log p(z) - log q(z | x)] at z = F_x(u): the mean over so many evenly spread
 * `points` u that are drawn once and for all, so that it is deterministic and rows do not touch each other. The bound holds
 * in expectation over u: the estimate of a single x may lie above log p(x).
 *
 * @param values x `[batch, ...eventShape]`, the encoder's h of it, and how many u there are.
 * @returns `[batch]`, in nats.
 */
export function elbo(
  parts: VaeParts,
  likelihood: EventLikelihood,
  { x, h, points }: { x: tf.Tensor; h: tf.Tensor2D; points: number },
  given?: Given,
): tf.Tensor1D {
  const { base } = parts.posterior;
  return tf.tidy(() => {
    const rows = tf.zeros([x.shape[0] as number, ...base.eventShape]);
    const bounds = basePoints(base, points, 'vae').map((point) =>
      logWeight(parts, likelihood, { x, h, u: rows.add(point()) }, given),
    );
    return tf.addN(bounds).div(bounds.length) as tf.Tensor1D;
  });
}
