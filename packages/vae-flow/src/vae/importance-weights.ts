import type { Given, Rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { EventLikelihood } from './event-likelihood.ts';
import type { VaeParts } from './vae-options.ts';
import { logWeight } from './vae-terms.ts';

/**
 * What draws log w = log p(x | z) + log p(z) - log q(z | x), z ~ q(z | x), of `count` samples for each row at once.
 *
 * @param values x `[batch, ...eventShape]`, and the encoder's h of it.
 * @returns of a count, log w `[count, batch]`, in nats.
 */
export function importanceWeights(
  parts: VaeParts,
  likelihood: EventLikelihood,
  { x, h }: { x: tf.Tensor; h: tf.Tensor2D },
  { rng, context, ...given }: { rng: Rng } & Given,
): (count: number) => tf.Tensor2D {
  return (count) => {
    const copies = <T extends tf.Tensor>(t: T) => tf.tile(t, [count, ...t.shape.slice(1).map(() => 1)]) as T;
    // One row serves all copies of one x, and what is made of it is made once: θ of an amortised flow, say.
    const served = <T extends tf.Tensor>(t: T) => (t.shape[0] === 1 ? t : copies(t));
    const u = parts.posterior.base.sample(count * (x.shape[0] as number), { rng });
    const values = { x: copies(x), h: served(h), u };
    return logWeight(parts, likelihood, values, { ...given, context: context && served(context) }).reshape([
      count,
      -1,
    ]) as tf.Tensor2D;
  };
}
