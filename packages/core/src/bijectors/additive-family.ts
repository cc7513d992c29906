import type * as tf from '@tensorflow/tfjs';
import { constantLogDet, mapped } from '../bijector.ts';
import { stateless } from '../trainable.ts';
import type { ElementwiseFamily } from './elementwise-family.ts';

/**
 * The additive family of NICE, θ_i = m_i, which keeps volume (Dinh et al. 2015, section 3.2):
 *
 *     v_i = u_i + m_i        u_i = v_i - m_i        log|det| = 0
 */
export function additiveFamily(): ElementwiseFamily {
  return {
    ...stateless({ kind: 'additive-family' }),
    parameters: 1,
    forward: (u, m) => mapped(() => ({ value: u.add(m) as tf.Tensor2D, logDet: constantLogDet(u, 0) })),
    inverse: (v, m) => mapped(() => ({ value: v.sub(m) as tf.Tensor2D, logDet: constantLogDet(v, 0) })),
  };
}
