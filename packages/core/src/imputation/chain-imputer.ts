import * as tf from '@tensorflow/tfjs';
import type { DensityModel } from '../density-model.ts';
import { chooseParticles } from './choose-particles.ts';
import type { Completed, ImputerOptions } from './imputer.ts';
import { metropolis } from './metropolis.ts';

/** `steps` of the chain; `turn` is awaited between two of them. */
export type ChainOptions = ImputerOptions & { steps: number; turn(): Promise<void> };

/** Rows that a chain completed, and what is known of it: see `chooseParticles` and `metropolis`. */
export type ChainCompleted<X extends tf.Tensor> = Required<Completed<X>> & { acceptance: tf.Tensor1D };

/**
 * Completes rows by a short chain on p(x_missing | x_observed) ∝ p(x_missing, x_observed), for any density. It is an
 * approximation: the chain starts from one of the candidates, missing elements of the model's samples, which is chosen
 * with a probability proportional to the density of the row that it completes, and what it has not reached from there
 * after `steps` it does not know.
 *
 * @param missing bool, of x's shape; x is not read there.
 */
export async function completeByChain<X extends tf.Tensor>(
  model: DensityModel<X>,
  x: X,
  missing: tf.Tensor,
  { rng, particles, context, steps, turn }: ChainOptions,
): Promise<ChainCompleted<X>> {
  const { start, spread, moves, effectiveSampleSize } = tf.tidy(() => {
    const times = (tensor: tf.Tensor) => tensor.tile([particles, ...tensor.shape.slice(1).map(() => 1)]);
    const contexts = context && times(context);
    const sample = model.sample(particles * (x.shape[0] as number), { rng, context: contexts });
    const candidates = tf.where<tf.Tensor>(times(missing), sample, times(x)) as X;
    const logP = model.logProb(candidates, { context: contexts });
    const { places, effectiveSampleSize } = chooseParticles(logP.reshape([particles, -1]), rng);
    return {
      start: tf.gather(candidates, places) as X,
      spread: tf.moments(sample, 0).variance.sqrt(),
      moves: missing.toFloat(),
      effectiveSampleSize,
    };
  });
  const logDensity = (rows: X) => model.logProb(rows, { context });
  const chain = await metropolis(start, { logDensity, moves, spread, steps, rng, turn });
  tf.dispose([start, spread, moves]);
  return { ...chain, effectiveSampleSize };
}
