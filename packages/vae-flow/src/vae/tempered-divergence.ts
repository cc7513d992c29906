import * as tf from '@tensorflow/tfjs';

/**
 * What the divergence of a batch costs at a step t of training, with λ free nats (Kingma et al. 2016, appendix C.8, one group
 * of all latents) and a warm-up of T steps (Bowman et al. 2016; Sønderby et al. 2016):
 *
 *     β_t max(λ, E[log q(z | x) - log p(z)])          β_t = min(1, t / T)
 *
 * Where λ is 0 there is no max: the mean of a batch is an estimate, which may lie below 0. β_t is 1 where T is 0.
 *
 * @param logRatio log q(z | x) - log p(z), `[batch]`, in nats.
 */
export function temperedDivergence(
  logRatio: tf.Tensor1D,
  step: tf.Scalar,
  { freeBits, warmUp }: { freeBits: number; warmUp: number },
): tf.Scalar {
  return tf.tidy(() => {
    const free = freeBits === 0 ? logRatio.mean() : logRatio.mean().maximum(freeBits);
    return (warmUp === 0 ? free : free.mul(step.div(warmUp).minimum(1))) as tf.Scalar;
  });
}
