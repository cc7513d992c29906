import {
  type Config,
  dense,
  type Given,
  parameter,
  type Rng,
  requireCount,
  requireVectorContext,
  symmetric,
  type Trainable,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * The parameters θ of a step of a flow: learnt, the same for all data, or amortised, each row's own, by a linear map of
 * the context c that an encoder gives (Rezende and Mohamed 2015; van den Berg et al. 2018).
 *
 *     θ = θ_0            or            θ = c W + b
 */
export interface FlowParameters extends Trainable {
  /**
   * θ `[1, count]` where it is learnt or the context has one row, `[rows, count]` otherwise.
   *
   * @throws ShapeError where a context is missing, not asked for, or has not `rows` rows, or one, of its width.
   */
  of(who: string, rows: number, given?: Given): tf.Tensor2D;
}

/**
 * - `count`: how many numbers θ has.
 * - `context`: the width of c; θ is learnt where absent.
 * - `limit`: learnt numbers start uniform within ± it; amortised ones as a dense layer's.
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
        requireVectorContext(who, rows, given?.context);
        return tf.clone(theta as tf.Tensor2D);
      },
    };
  }
  requireCount('flowParameters', 'context', context);
  const layer = dense({ inputs: context, outputs: count, rng });
  return {
    ...trainable(config, { layer }),
    of: (who, rows, given) => {
      requireVectorContext(who, rows, given?.context, context);
      return layer.apply(given?.context as tf.Tensor2D);
    },
  };
}
