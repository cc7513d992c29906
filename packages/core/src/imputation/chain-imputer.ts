import * as tf from '@tensorflow/tfjs';
import type { DensityModel } from '../density-model.ts';
import { chainStart } from './chain-start.ts';
import type { Completed, ImputerOptions } from './imputer.ts';
import { metropolis } from './metropolis.ts';

/** `steps` of the chain; `turn` is awaited between two of them. */
export type ChainOptions = ImputerOptions & { steps: number; turn(): Promise<void> };

/** Rows that a chain completed, and what is known of it: see `chainStart` and `metropolis`. */
export type ChainCompleted<X extends tf.Tensor> = Required<Completed<X>> & { acceptance: tf.Tensor1D };

/**
 * Completes rows by a short chain on p(x_m | x_o) ∝ p(x_m, x_o), m missing and o observed, for any density. It is an
 * approximation: the chain starts from one of the weighted candidates of `chainStart`, as good as their effective
 * sample size says, and what it has not reached from there after `steps` it does not know.
 *
 * @param missing bool, of x's shape; x is not read there.
 */
export async function completeByChain<X extends tf.Tensor>(
  model: DensityModel<X>,
  x: X,
  missing: tf.Tensor,
  { steps, turn, ...options }: ChainOptions,
): Promise<ChainCompleted<X>> {
  const { rng, context } = options;
  const { x: start, spread, effectiveSampleSize } = chainStart(model, x, missing, options);
  const moves = missing.toFloat();
  const logDensity = (rows: X) => model.logProb(rows, { context });
  const chain = await metropolis(start, { logDensity, moves, spread, steps, rng, turn });
  tf.dispose([start, spread, moves]);
  return { ...chain, effectiveSampleSize };
}
