import type * as tf from '@tensorflow/tfjs';
import { constantLogDet, mapped } from '../bijector.ts';
import { stateless } from '../trainable.ts';
import type { ElementwiseFamily } from './elementwise-family.ts';

/**
 * The additive family of NICE, θ_i = m_i, which keeps volume (Dinh et al. 2015, section 3.2):
 *
 *     x_i = z_i + m_i        z_i = x_i - m_i        log|det| = 0
 */
export function additiveFamily(): ElementwiseFamily {
  return {
    ...stateless({ kind: 'additive-family' }),
    parameters: 1,
    forward: (z, m) => mapped(() => ({ value: z.add(m) as tf.Tensor2D, logDet: constantLogDet(z, 0) })),
    inverse: (x, m) => mapped(() => ({ value: x.sub(m) as tf.Tensor2D, logDet: constantLogDet(x, 0) })),
  };
}
