import * as tf from '@tensorflow/tfjs';
import { type Bijector, type Given, type Mapped, requireBijector } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import { type Config, type DataInitialized, isRecalibrated, ownersOf, type Parts, variablesOf } from '../trainable.ts';
import { Chain } from './chain.ts';
import { type ReversibleStep, recomputed } from './recomputed.ts';

/**
 * The composition x = f_K ∘ … ∘ f_1(z) of {@link Chain}, to the last bit, whose gradient keeps no activations (Gomez et
 * al. 2017, section 3; of flows, Kingma and Dhariwal 2018, section 1): it recomputes what went into each step from what
 * came out, by the step's other direction, and differentiates that step alone. Memory is that of one step, whatever K
 * is; time, of a coupling, that of two passes through its network more.
 *
 * Gradients are those of the chain as far as the inverses are exact: of 4 to 64 steps of Glow, to 4e-4 of their length or
 * better; less far from the data, where the map is steep and rounding grows with every step. They reach
 * the variables that the bijectors' parts name, and no others, and taking their own gradient is a ConfigError.
 */
export class Reversible<Z extends tf.Tensor = tf.Tensor, X extends tf.Tensor = Z>
  implements Bijector<Z, X>, DataInitialized<X>
{
  readonly config: Config;
  readonly parts: Parts;
  /** f_1 to f_K: the latent's side first. */
  readonly bijectors: readonly Bijector[];
  readonly #chain: Chain<Z, X>;

  constructor(bijectors: readonly Bijector[]) {
    if (bijectors.length === 0) throw new ConfigError('reversible: expected at least one bijector, got none');
    for (const [i, bijector] of bijectors.entries()) {
      requireBijector('reversible', `bijector ${i}`, bijector);
      requireSameInTraining(i, bijector);
    }
    this.#chain = new Chain(bijectors);
    this.config = { ...this.#chain.config, kind: 'reversible' };
    this.parts = this.#chain.parts;
    this.bijectors = bijectors;
  }

  /** @throws ConfigError, where the gradient of its gradient is taken. */
  forward(z: Z, given: Given = {}): Mapped<X> {
    if (!tf.engine().isTapeOn()) return this.#chain.forward(z, given);
    const steps = this.bijectors.map((bijector) => stepOf(bijector, 'forward', 'inverse'));
    return recomputed(steps, z, given) as Mapped<X>;
  }

  /** @throws ConfigError, where the gradient of its gradient is taken. */
  inverse(x: X, given: Given = {}): Mapped<Z> {
    if (!tf.engine().isTapeOn()) return this.#chain.inverse(x, given);
    const steps = this.bijectors.map((bijector) => stepOf(bijector, 'inverse', 'forward')).reverse();
    return recomputed(steps, x, given) as Mapped<Z>;
  }

  separates(missing: readonly boolean[]): boolean {
    return this.#chain.separates(missing);
  }

  /** Initialises f_K to f_1, each with what those above it make of the batch. */
  initialize(x: X, options: { rng: Rng; context?: tf.Tensor }): void {
    this.#chain.initialize(x, options);
  }

  dispose(): void {
    this.#chain.dispose();
  }
}

/**
 * `reversible(a, b).forward` applies a, then b, and its gradient recomputes what went into each.
 *
 * @throws ConfigError where nothing is given, or what is no bijector, or one that maps a batch in training by the
 * batch's own statistics (batch normalisation): its other direction does not undo that.
 */
export function reversible<T extends tf.Tensor>(...bijectors: Bijector<T>[]): Reversible<T>;
export function reversible<Z extends tf.Tensor, X extends tf.Tensor>(...bijectors: Bijector[]): Reversible<Z, X>;
export function reversible(...bijectors: Bijector[]): Reversible {
  return new Reversible(bijectors);
}

type Direction = 'forward' | 'inverse';

const stepOf = (bijector: Bijector, there: Direction, back: Direction): ReversibleStep => ({
  apply: (x, given) => bijector[there](x, given),
  undo: (y, given) => bijector[back](y, given).value,
  variables: [...variablesOf(bijector).values()].filter(({ trainable }) => trainable),
});

function requireSameInTraining(i: number, bijector: Bijector): void {
  const [owner] = ownersOf(bijector, isRecalibrated);
  if (!owner) return;
  const [path, { config }] = owner;
  throw new ConfigError(
    `reversible: expected bijectors that are the same map in training, got ${path === '' ? `bijector ${i}` : `${i}.${path}`} (${config.kind}), whose statistics are the batch's own then; use chain, or another normalisation`,
  );
}
