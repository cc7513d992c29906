import type * as tf from '@tensorflow/tfjs';
import { type Bijector, type Given, requireBijector } from '../bijector.ts';
import type { Rng } from '../rng.ts';
import {
  type Batch,
  type Config,
  type DataInitialized,
  isDataInitialized,
  isRecalibrated,
  type Recalibrated,
  trainable,
} from '../trainable.ts';

/**
 * A bijector that is told no context, and so is the same map for every one: what lets a map that takes none, or a flow
 * learnt for all data alike, stand in a chain beside parts that are conditional.
 *
 *     x = f(z)          whatever the context
 */
export class Unconditional<Z extends tf.Tensor = tf.Tensor, X extends tf.Tensor = Z>
  implements Bijector<Z, X>, DataInitialized<X>, Recalibrated<X>
{
  readonly config: Config;
  readonly parts: { readonly bijector: Bijector<Z, X> };
  readonly dispose: () => void;
  readonly #bijector: Bijector<Z, X>;

  constructor(bijector: Bijector<Z, X>) {
    requireBijector('unconditional', 'bijector', bijector);
    const described = trainable({ kind: 'unconditional', bijector: bijector.config }, { bijector });
    this.config = described.config;
    this.parts = described.parts;
    this.dispose = described.dispose;
    this.#bijector = bijector;
  }

  forward(z: Z, { training }: Given = {}) {
    return this.#bijector.forward(z, { training });
  }

  inverse(x: X, { training }: Given = {}) {
    return this.#bijector.inverse(x, { training });
  }

  separates(missing: readonly boolean[]): boolean {
    return this.#bijector.separates?.(missing) ?? false;
  }

  initialize(x: X, { rng }: { rng: Rng }): void {
    const bijector = this.#bijector;
    if (isDataInitialized(bijector)) bijector.initialize(x, { rng });
  }

  recalibrate(batches: readonly Batch<X>[]): void {
    const bijector = this.#bijector;
    if (isRecalibrated(bijector)) bijector.recalibrate(batches.map(({ x }) => ({ x })));
  }
}

/** Makes an {@link Unconditional}. */
export const unconditional = <Z extends tf.Tensor, X extends tf.Tensor = Z>(
  bijector: Bijector<Z, X>,
): Unconditional<Z, X> => new Unconditional(bijector);
