import type * as tf from '@tensorflow/tfjs';
import { type Bijector, requireBijector } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import { isDataInitialized, isRecalibrated, ownersOf, trainable } from '../trainable.ts';

/**
 * The inverse map: x = f⁻¹(z), so that what was the data side of f becomes the latent side.
 *
 * @throws ConfigError where a part of f takes values from data, which do not reach its data side any more.
 */
export function invert<Z extends tf.Tensor, X extends tf.Tensor = Z>(bijector: Bijector<Z, X>): Bijector<X, Z> {
  requireBijector('invert', 'bijector', bijector);
  const [owner] = ownersOf(bijector, (part) => isDataInitialized(part) || isRecalibrated(part));
  if (owner) {
    const [path, { config }] = owner;
    throw new ConfigError(
      `invert: ${path === '' ? 'the bijector' : path} (${config.kind}) takes values from its data side, which inverting turns to the base; put it beside the inverted part in the chain`,
    );
  }
  return {
    forward: (z, given) => bijector.inverse(z, given),
    inverse: (x, given) => bijector.forward(x, given),
    separates: (missing) => bijector.separates?.(missing) ?? false,
    ...trainable({ kind: 'invert', bijector: bijector.config }, { bijector }),
  };
}
