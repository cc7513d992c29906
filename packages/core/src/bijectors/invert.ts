import type * as tf from '@tensorflow/tfjs';
import { type Bijector, requireBijector } from '../bijector.ts';
import { trainable } from '../trainable.ts';

/** The inverse map: x = f⁻¹(z), so that what was the data side of f becomes the latent side. */
export function invert<Z extends tf.Tensor, X extends tf.Tensor = Z>(bijector: Bijector<Z, X>): Bijector<X, Z> {
  requireBijector('invert', 'bijector', bijector);
  return {
    forward: (z, given) => bijector.inverse(z, given),
    inverse: (x, given) => bijector.forward(x, given),
    ...trainable({ kind: 'invert', bijector: bijector.config }, { bijector }),
  };
}
