import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng.ts';

/**
 * Draws k ~ softmax(logits / T) along the second axis (Gumbel 1954), `[batch, K, ...rest]` to `[batch, ...rest]`, int32:
 *
 *     k = argmax_k logits_k + T g_k,    g_k = -log(-log u_k),  u_k ~ U(0, 1)
 *
 * @param options.temperature T, 1 where absent; 0 gives the mode, the first of several.
 */
export function gumbelMax(logits: tf.Tensor, { rng, temperature = 1 }: { rng: Rng; temperature?: number }): tf.Tensor {
  return tf.tidy(() => {
    const negatedGumbel = rng.uniform(logits.shape).log().neg().log();
    return tf.argMax(logits.sub(temperature === 1 ? negatedGumbel : negatedGumbel.mul(temperature)), 1);
  });
}
