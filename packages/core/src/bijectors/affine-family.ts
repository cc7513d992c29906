import * as tf from '@tensorflow/tfjs';
import { mapped, sumEvent } from '../bijector.ts';
import { stateless } from '../trainable.ts';
import type { ElementwiseFamily } from './elementwise-family.ts';
import { type ScaleOption, scale } from './scale.ts';

/**
 * The affine family of RealNVP and MAF, θ_i = (μ_i, a_i), a shift and what σ is made of:
 *
 *     v_i = u_i σ(a_i) + μ_i                    log|det| = Σ_i log σ(a_i)
 *     u_i = (v_i - μ_i) / σ(a_i)                log|det| = -Σ_i log σ(a_i)
 *
 * Of couplings and autoregressive layers u is the data's side, so that this μ and σ are the μ̃ = -μ/σ and σ̃ = 1/σ of a
 * MAF's own x = z σ + μ.
 *
 * @param options.scale how a becomes σ; `exp` within [1/1000, 1000] where absent.
 */
export function affineFamily(options: { scale?: ScaleOption } = {}): ElementwiseFamily {
  const { config, logScale } = scale(options.scale);
  const shiftAndLogScale = (theta: tf.Tensor2D): [mu: tf.Tensor2D, logSigma: tf.Tensor2D] => {
    const [mu, a] = tf.split(theta, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    return [mu, logScale(a)];
  };
  return {
    ...stateless({ kind: 'affine-family', scale: config }),
    parameters: 2,
    forward: (u, theta) =>
      mapped(() => {
        const [mu, logSigma] = shiftAndLogScale(theta);
        return { value: u.mul(logSigma.exp()).add(mu) as tf.Tensor2D, logDet: sumEvent(logSigma) };
      }),
    inverse: (v, theta) =>
      mapped(() => {
        const [mu, logSigma] = shiftAndLogScale(theta);
        return { value: v.sub(mu).div(logSigma.exp()) as tf.Tensor2D, logDet: sumEvent(logSigma).neg() };
      }),
  };
}
