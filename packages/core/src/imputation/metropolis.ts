import * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng.ts';

/**
 * - `logDensity`: log p(x) up to a constant, `[batch]`.
 * - `moves`: 1 for the elements that move and 0 for the others, of x's shape.
 * - `spread`: σ, about how far each element of an event varies.
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

/** Where each row's chain ended, and the share of the proposals of the second half that were accepted: `[batch]`. */
export type MetropolisResult<X extends tf.Tensor> = { x: X; acceptance: tf.Tensor1D };

type State<X extends tf.Tensor> = { x: X; logP: tf.Tensor1D; logStep: tf.Tensor1D; accepted: tf.Tensor1D };

/**
 * Random-walk Metropolis (Metropolis et al. 1953), a chain for each row.
 *
 *     x' = x + s σ ⊙ ε,  ε ~ N(0, I)          x ← x' with probability min(1, p(x') / p(x)) = α
 *
 * s starts at 2.4 / √d for d moving elements (Gelman, Roberts and Gilks 1996). In the first half of the steps it moves
 * towards where a share α* is accepted, log s ← log s + t^-0.6 (α - α*) (Robbins and Monro 1951), 0.44 for one element
 * and 0.234 for many; in the second half it stays.
 *
 * @param start `[batch, ...]`, where p is above 0.
 */
export async function metropolis<X extends tf.Tensor>(
  start: X,
  { logDensity, moves, spread, steps, rng, turn }: MetropolisOptions<X>,
): Promise<MetropolisResult<X>> {
  const rows = start.shape[0] as number;
  const adapting = Math.floor(steps / 2);
  const column = [rows, ...start.shape.slice(1).map(() => 1)];
  const { scales, target, ...first } = tf.tidy(() => {
    const d = moves.reshape([rows, -1]).sum(1).maximum(1) as tf.Tensor1D;
    const logStep = d.sqrt().pow(-1).mul(2.4).log() as tf.Tensor1D;
    const target = d.pow(-1).mul(0.206).add(0.234);
    const accepted = tf.zeros([rows]) as tf.Tensor1D;
    return { scales: moves.mul(spread), target, x: start.clone(), logP: logDensity(start), logStep, accepted };
  });
  let state: State<X> = first;
  for (let t = 1; t <= steps; t++) {
    await turn();
    const { x, logP, logStep, accepted } = state;
    state = tf.tidy(() => {
      const move = rng.normal(x.shape).mul(scales).mul(logStep.exp().reshape(column));
      const proposed = x.add(move) as X;
      const proposedLogP = logDensity(proposed);
      const ratio = proposedLogP.sub(logP);
      const takes = rng.uniform<tf.Rank.R1>([rows]).log().less(ratio);
      const α = tf.where(tf.isNaN(ratio), tf.zerosLike(ratio), ratio.minimum(0).exp());
      return {
        x: tf.where<X>(takes.reshape(column), proposed, x) as X,
        logP: tf.where(takes, proposedLogP, logP) as tf.Tensor1D,
        logStep: (t <= adapting ? logStep.add(α.sub(target).mul(t ** -0.6)) : logStep.clone()) as tf.Tensor1D,
        accepted: (t <= adapting ? accepted.clone() : accepted.add(takes.toFloat())) as tf.Tensor1D,
      };
    });
    tf.dispose([x, logP, logStep, accepted]);
  }
  const { x, accepted, ...others } = state;
  const acceptance = tf.tidy(() => accepted.div(steps - adapting) as tf.Tensor1D);
  tf.dispose([scales, target, accepted, ...Object.values(others)]);
  return { x, acceptance };
}
