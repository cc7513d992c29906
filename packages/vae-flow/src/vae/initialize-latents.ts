import { isDataInitialized, type Rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { VaeParts } from './vae-options.ts';

/**
 * Initialises the posterior's flow as if z were standard normal, since it is trained by what it makes and not by data; then
 * the prior, with z ~ q(z | x) of a batch.
 *
 * @param h the encoder's of the batch.
 * @param given the batch's context is the prior's.
 */
export function initializeLatents(
  { posterior, prior }: Pick<VaeParts, 'posterior' | 'prior'>,
  h: tf.Tensor2D,
  { rng, context }: { rng: Rng; context?: tf.Tensor },
): void {
  const [rows] = h.shape;
  tf.tidy(() => {
    const z = rng.fork('z').normal<tf.Rank.R2>([rows, ...posterior.eventShape] as [number, number]);
    posterior.initialize(z, { rng: rng.fork('posterior'), context: h });
    if (!isDataInitialized(prior)) return;
    prior.initialize(posterior.sample(rows, { rng: rng.fork('u'), context: h }), { rng: rng.fork('prior'), context });
  });
}
