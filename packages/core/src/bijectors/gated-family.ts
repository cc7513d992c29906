import * as tf from '@tensorflow/tfjs';
import { requireInRange } from '../shape.ts';
import { stateless } from '../trainable.ts';
import type { ElementwiseFamily } from './elementwise-family.ts';

/**
 * - `bias`: b, how far the gate is open at first: zero parameters give v = σ(b) u, not quite the identity. 2 where
 *   absent; the paper starts s between 1 and 2.
 * - `floor`: ε, below which no gate closes, so that u stays finite; 1e-3 where absent, 0 in the paper.
 */
export type GatedFamilyOptions = { bias?: number; floor?: number };

/**
 * The numerically stable update of IAF, gated as an LSTM is (Kingma et al. 2016, algorithm 1), θ_i = (m_i, s_i), with
 * σ_i = ε + (1 - ε) sigmoid(s_i + b):
 *
 *     v_i = σ_i u_i + (1 - σ_i) m_i             log|dv_i/du_i| = log σ_i
 *     u_i = (v_i - (1 - σ_i) m_i) / σ_i         log|du_i/dv_i| = -log σ_i
 *
 * @throws ConfigError where an option is out of range.
 */
export function gatedFamily({ bias = 2, floor = 1e-3 }: GatedFamilyOptions = {}): ElementwiseFamily {
  requireInRange('gatedFamily', 'bias', bias, -10, 10);
  requireInRange('gatedFamily', 'floor', floor, 0, 1);
  const gate = (theta: tf.Tensor) => {
    const [m, s] = tf.split(theta, 2, -1) as [tf.Tensor, tf.Tensor];
    const σ = tf
      .sigmoid(s.add(bias))
      .mul(1 - floor)
      .add(floor);
    return { shift: tf.sub(1, σ).mul(m), σ, logSigma: σ.log() };
  };
  return {
    ...stateless({ kind: 'gated-family', bias, floor }),
    parameters: 2,
    forward: (u, theta) =>
      tf.tidy(() => {
        const { shift, σ, logSigma } = gate(theta);
        return { value: u.mul(σ).add(shift), logDerivative: logSigma as typeof u };
      }),
    inverse: (v, theta) =>
      tf.tidy(() => {
        const { shift, σ, logSigma } = gate(theta);
        return { value: v.sub(shift).div(σ), logDerivative: logSigma.neg() as typeof v };
      }),
  };
}
