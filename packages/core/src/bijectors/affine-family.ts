import * as tf from '@tensorflow/tfjs';
import { stateless } from '../trainable.ts';
import type { ElementwiseFamily } from './elementwise-family.ts';
import { type ScaleOption, scale } from './scale.ts';

/**
 * The affine family of RealNVP and MAF, θ_i = (μ_i, a_i), a shift and what σ is made of:
 *
 *     v_i = u_i σ(a_i) + μ_i                    log|dv_i/du_i| = log σ(a_i)
 *     u_i = (v_i - μ_i) / σ(a_i)                log|du_i/dv_i| = -log σ(a_i)
 *
 * Of couplings and autoregressive layers u is the data's side, so that this μ and σ are the μ̃ = -μ/σ and σ̃ = 1/σ of a
 * MAF's own x = z σ + μ.
 *
 * @param options.scale how a becomes σ; `exp` within [1/1000, 1000] where absent.
 */
export function affineFamily(options: { scale?: ScaleOption } = {}): ElementwiseFamily {
  const { config, logScale } = scale(options.scale);
  const shiftAndLogScale = (theta: tf.Tensor): [mu: tf.Tensor, logSigma: tf.Tensor] => {
    const [mu, a] = tf.split(theta, 2, -1) as [tf.Tensor, tf.Tensor];
    return [mu, logScale(a)];
  };
  return {
    ...stateless({ kind: 'affine-family', scale: config }),
    parameters: 2,
    forward: (u, theta) =>
      tf.tidy(() => {
        const [mu, logSigma] = shiftAndLogScale(theta);
        return { value: u.mul(logSigma.exp()).add(mu), logDerivative: logSigma as typeof u };
      }),
    inverse: (v, theta) =>
      tf.tidy(() => {
        const [mu, logSigma] = shiftAndLogScale(theta);
        return { value: v.sub(mu).div(logSigma.exp()), logDerivative: logSigma.neg() as typeof v };
      }),
  };
}
