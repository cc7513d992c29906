import * as tf from '@tensorflow/tfjs';
import type { Bijector } from '../bijector.ts';
import { type Imputer, imputerOf } from './imputer.ts';

type ImputedFlow<Z extends tf.Tensor, X extends tf.Tensor> = {
  readonly base: Parameters<typeof imputerOf<Z>>[0];
  readonly bijector: Bijector<Z, X>;
  sample: Parameters<typeof imputerOf<X>>[0]['sample'];
};

/**
 * The imputer of a flow x = f(z) whose f separates the observed elements from the missing ones: the observed x give the
 * observed z and no others, so that the base completes z, as it can, and f turns that to x.
 *
 *     z_o = (f⁻¹(x))_o          z_m ~ π_0(z_m | z_o)          x_m = (f(z))_m
 */
export function flowImputer<Z extends tf.Tensor, X extends tf.Tensor>(flow: ImputedFlow<Z, X>): Imputer<X> {
  const { base, bijector } = flow;
  const ofBase = imputerOf(base);
  return {
    size: ofBase?.size,
    method: (missing) => (bijector.separates?.(missing) ? ofBase?.method(missing) : undefined),
    complete: (x, missing, options) =>
      tf.tidy(() => {
        const { rng, context } = options;
        // A sample's elements lie where f⁻¹ is defined; what it makes of them the base replaces.
        const whole = tf.where<X>(missing, flow.sample(x.shape[0] as number, { rng, context }), x) as X;
        const z = bijector.inverse(whole, { context }).value;
        const completed = (ofBase as Imputer<Z>).complete(z, missing, options);
        return { ...completed, x: bijector.forward(completed.x, { context }).value };
      }),
  };
}
