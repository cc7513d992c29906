import * as tf from '@tensorflow/tfjs';
import { type Bijector, type Given, type Mapped, mapped, requireBijector } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import {
  type Batch,
  type Config,
  type DataInitialized,
  isDataInitialized,
  isRecalibrated,
  listed,
  type Parts,
  type Recalibrated,
  trainable,
} from '../trainable.ts';

/**
 * The composition x = f_K ∘ … ∘ f_2 ∘ f_1(z): z_i = f_i(z_{i-1}) from z_0 = z to z_K = x.
 *
 *     log|det ∂x/∂z| = Σ_i log|det ∂f_i/∂z_{i-1}|          log|det ∂z/∂x| = Σ_i log|det ∂f_i⁻¹/∂z_i|
 */
export class Chain<Z extends tf.Tensor = tf.Tensor, X extends tf.Tensor = Z>
  implements Bijector<Z, X>, DataInitialized<X>, Recalibrated<X>
{
  readonly config: Config;
  readonly parts: Parts;
  readonly dispose: () => void;
  /** f_1 to f_K: the latent's side first. */
  readonly bijectors: readonly Bijector[];

  constructor(bijectors: readonly Bijector[]) {
    if (bijectors.length === 0) throw new ConfigError('chain: expected at least one bijector, got none');
    for (const [i, bijector] of bijectors.entries()) requireBijector('chain', `bijector ${i}`, bijector);
    this.bijectors = bijectors;
    const { config, parts, dispose } = trainable(
      { kind: 'chain', bijectors: bijectors.map((bijector) => bijector.config) },
      listed(bijectors),
    );
    this.config = config;
    this.parts = parts;
    this.dispose = dispose;
  }

  forward(z: Z, given?: Given): Mapped<X> {
    const steps = this.bijectors.map((bijector) => (value: tf.Tensor) => bijector.forward(value, given));
    return mapped(() => composed(z, steps) as Mapped<X>);
  }

  inverse(x: X, given?: Given): Mapped<Z> {
    const steps = this.bijectors.map((bijector) => (value: tf.Tensor) => bijector.inverse(value, given)).reverse();
    return mapped(() => composed(x, steps) as Mapped<Z>);
  }

  separates(missing: readonly boolean[]): boolean {
    return this.bijectors.every((bijector) => bijector.separates?.(missing) ?? false);
  }

  /** Initialises f_K to f_1, each with what those above it make of the batch. */
  initialize(x: X, { rng, context }: { rng: Rng; context?: tf.Tensor }): void {
    this.#visitFromData([{ x, context }], (bijector, [batch], i) => {
      if (isDataInitialized(bijector)) bijector.initialize((batch as Batch).x, { rng: rng.fork(i), context });
    });
  }

  /** Recalibrates f_K to f_1, each with what those above it make of the batches. */
  recalibrate(batches: readonly Batch<X>[]): void {
    this.#visitFromData(batches, (bijector, seen) => {
      if (isRecalibrated(bijector)) bijector.recalibrate(seen);
    });
  }

  /** Visits f_K to f_1 with the batches of z_i that each meets on its data side. */
  #visitFromData(
    batches: readonly Batch[],
    visit: (bijector: Bijector, seen: readonly Batch[], i: number) => void,
  ): void {
    tf.tidy(() => {
      let seen = batches;
      for (const [i, bijector] of [...this.bijectors.entries()].reverse()) {
        visit(bijector, seen, i);
        const next = i === 0 ? [] : seen.map((batch) => inverseOf(bijector, batch));
        if (seen !== batches) for (const { x } of seen) x.dispose();
        seen = next;
      }
    });
  }
}

/** The composition of steps, and the sum of their log-determinants. */
function composed(input: tf.Tensor, steps: readonly ((value: tf.Tensor) => Mapped<tf.Tensor>)[]): Mapped<tf.Tensor> {
  const [first, ...rest] = steps as [(typeof steps)[number], ...typeof steps];
  return rest.reduce(({ value, logDet }, step) => {
    const next = step(value);
    return { value: next.value, logDet: logDet.add(next.logDet) };
  }, first(input));
}

const inverseOf = (bijector: Bijector, { x, context }: Batch): Batch => ({
  x: tf.tidy(() => bijector.inverse(x, { context }).value),
  context,
});

/** `chain(a, b).forward` applies a, then b. */
export function chain<T extends tf.Tensor>(...bijectors: Bijector<T>[]): Chain<T>;
export function chain<Z extends tf.Tensor, X extends tf.Tensor>(...bijectors: Bijector[]): Chain<Z, X>;
export function chain(...bijectors: Bijector[]): Chain {
  return new Chain(bijectors);
}
