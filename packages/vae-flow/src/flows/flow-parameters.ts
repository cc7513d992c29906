import {
  type Config,
  type Given,
  parameter,
  type Rng,
  requireContext,
  requireCount,
  symmetric,
  type Trainable,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * The parameters θ of a step of a flow: learnt, the same for all data, or amortised, each row's own, by a linear map of
 * the context h that an encoder gives (Rezende and Mohamed 2015; van den Berg et al. 2018).
 *
 *     θ = θ_0            or            θ = h W + b
 */
export interface FlowParameters extends Trainable {
  /**
   * θ `[1, count]` where it is learnt or the context has one row, `[rows, count]` otherwise.
   *
   * @throws ShapeError where a context is missing, not asked for, or is not `[1 or rows, context]`.
   */
  of(who: string, rows: number, given?: Given): tf.Tensor2D;
}

/**
 * - `count`: how many numbers θ has.
 * - `context`: the width of h; θ is learnt where absent.
 * - `limit`: θ_0 and b start uniform within ± it. W starts at a tenth of a dense layer's weights: so a flow begins as nearly
 *   the same for all rows, and what it does to each is learnt.
 */
export type FlowParametersOptions = { count: number; context?: number; limit: number; rng: Rng };

export function flowParameters({ count, context, limit, rng }: FlowParametersOptions): FlowParameters {
  requireCount('flowParameters', 'count', count);
  const config: Config = { kind: 'flow-parameters', count, ...(context !== undefined && { context }) };
  if (context === undefined) {
    const theta = parameter<tf.Rank.R2>([1, count], (shape) => symmetric(rng, shape, limit));
    return {
      ...trainable(config, { theta }),
      of: (who, rows, given) => {
        requireContext(who, { shape: [rows] }, given?.context);
        return tf.clone(theta as tf.Tensor2D);
      },
    };
  }
  requireCount('flowParameters', 'context', context);
  const W = parameter<tf.Rank.R2>([context, count], (shape) => symmetric(rng, shape, 0.1 * Math.sqrt(3 / context)));
  const b = parameter<tf.Rank.R1>([count], (shape) => symmetric(rng, shape, limit));
  return {
    ...trainable(config, { W, b }),
    of: (who, rows, given) => {
      requireContext(who, { shape: [rows] }, given?.context, context);
      return tf.tidy(() => tf.matMul(given?.context as tf.Tensor2D, W as tf.Tensor2D).add(b));
    },
  };
}
