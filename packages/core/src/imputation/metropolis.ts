import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng.ts';

/**
 * - `logDensity`: log p(x) up to a constant, `[batch]`.
 * - `moves`: 1 for the elements that move and 0 for the others, of x's shape.
 * - `spread`: σ, about how far each element varies: `[...event]`, or of x's shape.
 * - `turn`: is awaited between two steps.
 */
export type MetropolisOptions<X extends tf.Tensor> = {
  logDensity(x: X): tf.Tensor1D;
  moves: tf.Tensor;
  spread: tf.Tensor;
  steps: number;
  rng: Rng;
  turn(): Promise<void>;
};

/** Where each row's chain ended, and the share of its proposals that were accepted: `[batch]`. */
export type MetropolisResult<X extends tf.Tensor> = { x: X; acceptance: tf.Tensor1D };

type State<X extends tf.Tensor> = { x: X; logP: tf.Tensor1D; accepted: tf.Tensor1D };

/** The least c, and the largest: from narrow conditionals of elements that vary much to leaps between modes. */
const SCALES = [1 / 50, 2] as const;

/**
 * Random-walk Metropolis (Metropolis et al. 1953), a chain for each row.
 *
 *     x' = x + s σ ⊙ ε,  ε ~ N(0, I)          x ← x' with probability min(1, p(x') / p(x))
 *     s = 2.4 c / √d,    log c ~ U(log 1/50, log 2)
 *
 * Each row draws its own s at each step. 2.4 / √d is the best of one s for d moving elements that are independent and
 * normal, with spread σ (Gelman, Roberts and Gilks 1996). Since c depends on nothing, x' is as probable from x as x is
 * from x', and every step from the first on leaves p as it is: rows that start from p are of p after any number of
 * steps. A scale that each chain fits to where it has been would not: a narrow mode shrinks it, and keeps the chain.
 *
 * @param start `[batch, ...]`, where p is above 0.
 */
export async function metropolis<X extends tf.Tensor>(
  start: X,
  { logDensity, moves, spread, steps, rng, turn }: MetropolisOptions<X>,
): Promise<MetropolisResult<X>> {
  const rows = start.shape[0] as number;
  const column = [rows, ...start.shape.slice(1).map(() => 1)];
  const [least, largest] = SCALES.map(Math.log) as [number, number];
  const { scales, ...first } = tf.tidy(() => {
    const d = moves.reshape([rows, -1]).sum(1).maximum(1);
    const scales = moves.mul(spread).mul(d.sqrt().pow(-1).mul(2.4).reshape(column));
    return { scales, x: start.clone(), logP: logDensity(start), accepted: tf.zeros([rows]) as tf.Tensor1D };
  });
  let state: State<X> = first;
  for (let t = 0; t < steps; t++) {
    await turn();
    const { x, logP, accepted } = state;
    state = tf.tidy(() => {
      const c = rng
        .uniform(column)
        .mul(largest - least)
        .add(least)
        .exp();
      const proposed = x.add(rng.normal(x.shape).mul(scales).mul(c)) as X;
      const proposedLogP = logDensity(proposed);
      const takes = rng.uniform<tf.Rank.R1>([rows]).log().less(proposedLogP.sub(logP));
      return {
        x: tf.where<X>(takes.reshape(column), proposed, x) as X,
        logP: tf.where(takes, proposedLogP, logP) as tf.Tensor1D,
        accepted: accepted.add(takes.toFloat()) as tf.Tensor1D,
      };
    });
    tf.dispose([x, logP, accepted]);
  }
  const { x, logP, accepted } = state;
  const acceptance = tf.tidy(() => accepted.div(steps) as tf.Tensor1D);
  tf.dispose([scales, logP, accepted]);
  return { x, acceptance };
}
