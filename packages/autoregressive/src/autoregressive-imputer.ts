import { type ConditionalDistribution, chooseParticles, drawAtOnce, type Imputer, type SampleStage } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

type Subject<X extends tf.Tensor> = {
  readonly stages: readonly SampleStage[];
  readonly together: number;
  readonly parts: { readonly conditional: ConditionalDistribution };
  logProbEach(x: X, given?: { context?: tf.Tensor }): tf.Tensor2D;
};

/**
 * Completes rows whose gaps lie anywhere, by sequential importance sampling: a particle is drawn element by element, the
 * observed ones as they are, and weighs what it gives them. One particle a row is chosen by the weights.
 *
 *     x_i ~ p(x_i | x_{<i}), i missing          w = Π_{i observed} p(x_i | x_{<i})
 *
 * Where all that is missing comes after all that is observed the weights are alike, and one particle is exact. Elements
 * that are given together are missing together: where some of a group are observed, they are drawn with the others, and
 * weigh nothing, so that such rows have no way of their own.
 */
export const autoregressiveImputer = <X extends tf.Tensor>(model: Subject<X>): Imputer<X> => ({
  method: (missing) => {
    const { together } = model;
    const groups = Array.from({ length: missing.length / together }, (_, group) =>
      missing.slice(group * together, (group + 1) * together),
    );
    if (groups.some((group) => group.includes(true) && group.includes(false))) return undefined;
    return missing.slice(missing.indexOf(true)).every(Boolean) ? 'exact' : 'importance';
  },
  complete: (x, missing, { rng, particles, context }) =>
    tf.tidy(() => {
      const times = <T extends tf.Tensor>(tensor: T) =>
        tensor.tile([particles, ...tensor.shape.slice(1).map(() => 1)]) as T;
      const rows = particles * (x.shape[0] as number);
      const [gaps, contexts] = [times(missing), context && times(context)];
      const known = tf.where(gaps, tf.fill(gaps.shape, Number.NaN), times(x)) as X;
      const whole = drawAtOnce<X>('impute', model.stages, rows, { rng, context: contexts, known });
      const logP = model.logProbEach(whole, { context: contexts });
      const isMissing = gaps.reshape([rows, logP.shape[1], model.together]).any(2);
      const observed = tf.where(isMissing, tf.zerosLike(logP), logP).sum(1);
      const logWeights = observed.reshape<tf.Tensor2D>([particles, x.shape[0] as number]);
      const { places, effectiveSampleSize } = chooseParticles(logWeights, rng);
      return { x: tf.gather(whole, places), effectiveSampleSize };
    }),
});
