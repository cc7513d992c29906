import * as tf from '@tensorflow/tfjs';
import { stateless } from '../trainable.ts';
import type { ElementwiseFamily } from './elementwise-family.ts';

/**
 * The additive family of NICE, θ_i = m_i, which keeps volume (Dinh et al. 2015, section 3.2):
 *
 *     v_i = u_i + m_i        u_i = v_i - m_i        log|dv_i/du_i| = 0
 */
export function additiveFamily(): ElementwiseFamily {
  return {
    ...stateless({ kind: 'additive-family' }),
    parameters: 1,
    forward: (u, m) => tf.tidy(() => ({ value: u.add(m), logDerivative: tf.zerosLike(u) })),
    inverse: (v, m) => tf.tidy(() => ({ value: v.sub(m), logDerivative: tf.zerosLike(v) })),
  };
}
