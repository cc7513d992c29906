import * as tf from '@tensorflow/tfjs';
import { type Bijector, mapped, sumEvent } from '../bijector.ts';
import { requireInRange } from '../shape.ts';
import { stateless } from '../trainable.ts';

/**
 * Logit of a value squeezed away from 0 and 1, for data in [0, 1] (Papamakarios et al. 2017, section 4.3).
 *
 *     z = logit(λ + (1 - 2λ) x)            x = (sigmoid(z) - λ) / (1 - 2λ)
 *     log|det ∂x/∂z| = Σ_i [log sigmoid(z_i) + log sigmoid(-z_i) - log(1 - 2λ)]
 *
 * Of x outside [0, 1] it gives no number that means anything.
 *
 * @param lambda λ, at least 0 and below 1/2; 1e-6 for MNIST in the paper. With 0, the data lie in (0, 1).
 */
export function logit({ lambda = 1e-6 }: { lambda?: number } = {}): Bijector {
  requireInRange('logit', 'lambda', lambda, 0, 0.5);
  const slope = 1 - 2 * lambda;
  return {
    forward: (z) =>
      mapped(() => ({
        value: z.sigmoid().sub(lambda).div(slope),
        // log sigmoid(z) is -softplus(-z), whose gradient survives a tidy, as that of tf.logSigmoid does not.
        logDet: sumEvent(tf.softplus(z.neg()).add(tf.softplus(z)).add(Math.log(slope))).neg(),
      })),
    inverse: (x) =>
      mapped(() => {
        const logY = x.mul(slope).add(lambda).log();
        // 1 - y from 1 - x, which is exact near 1, where y itself has lost λ.
        const logOneMinusY = tf.sub(1, x).mul(slope).add(lambda).log();
        return { value: logY.sub(logOneMinusY), logDet: sumEvent(tf.sub(Math.log(slope), logY.add(logOneMinusY))) };
      }),
    separates: () => true,
    ...stateless({ kind: 'logit', lambda }),
  };
}
