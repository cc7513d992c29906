import * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import type { Rng } from '../rng.ts';

/** What an imputer draws from: `particles` weighted candidates a row, and the rows' context `[batch, ...]`. */
export type ImputerOptions = { rng: Rng; particles: number; context?: tf.Tensor };

/** Whole rows, and how many independent ones the weighted candidates of each were worth: `[batch]`. */
export type Completed<X extends tf.Tensor> = { x: X; effectiveSampleSize?: tf.Tensor1D };

/** A model's own way to x_missing ~ p(x_missing | x_observed). */
export interface Imputer<X extends tf.Tensor = tf.Tensor> {
  /** About how many numbers a candidate holds at a time beside those of x and one for each unit; none where absent. */
  readonly size?: number;
  /**
   * What becomes of a row in which the elements that `missing` marks, in the order in which they lie, are missing:
   * `exact` draws, or candidates by their `importance`; undefined where the model has no way of its own.
   */
  method(missing: readonly boolean[]): 'exact' | 'importance' | undefined;
  /**
   * Completes rows that all have one method; `exact` needs one particle. The effective sample size is NaN where the
   * model gives what is observed no density.
   *
   * @param x `[batch, ...eventShape]`, of which the missing elements are not read.
   * @param missing bool, of x's shape.
   */
  complete(x: X, missing: tf.Tensor, options: ImputerOptions): Completed<X>;
}

type Imputable<X extends tf.Tensor> = {
  readonly imputer?: Imputer<X>;
  readonly independent?: boolean;
  sample(count: number, options: { rng: Rng; context?: tf.Tensor }): X;
  logProb(x: X, given?: Given): tf.Tensor1D;
};

/** A model's imputer; where elements are independent, what is observed says nothing about the others. */
export function imputerOf<X extends tf.Tensor>(model: Imputable<X>): Imputer<X> | undefined {
  if (!model.independent) return model.imputer;
  return {
    method: () => 'exact',
    complete: (x, missing, { rng, context }) =>
      tf.tidy(() => {
        const whole = tf.where<X>(missing, model.sample(x.shape[0] as number, { rng, context }), x) as X;
        const possible = tf.isFinite(model.logProb(whole, { context }));
        const sizes = tf.where<tf.Tensor1D>(possible, 1, Number.NaN);
        return { x: whole, effectiveSampleSize: sizes as tf.Tensor1D };
      }),
  };
}
