import { type ConditionalDistribution, type Rng, type Shape, sumEvent } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** p(x | z) of whole events, from what a decoder makes of z. */
export type EventLikelihood = {
  /** x `[batch, ...eventShape]` as a network is given it; of images what stands for a channel lies beside it. */
  embed(x: tf.Tensor): tf.Tensor;
  /** log p(x | θ) = Σ_i log p(x_i | θ_i), `[batch]`, in nats, of θ `[batch, ..., k C]`. */
  logProb(x: tf.Tensor, theta: tf.Tensor): tf.Tensor1D;
  /** x ~ p(x | θ), `[batch, ...eventShape]`. */
  sample(theta: tf.Tensor, options: { rng: Rng; temperature: number }): tf.Tensor;
};

/**
 * The conditional distribution of single elements as one of events. The last axis of θ holds the parameters of C
 * elements, parameter-major: of a vector those of all, of an image those of the channels of a place, so that places are
 * to the distribution what rows are.
 */
export function eventLikelihood(conditional: ConditionalDistribution, eventShape: Shape): EventLikelihood {
  const { parameters, joint = 1, inputs = 1 } = conditional;
  const channels = eventShape.at(-1) as number;
  const atPlaces = (theta: tf.Tensor): [theta: tf.Tensor2D, elements: number] => {
    const outputs = theta.shape.at(-1) as number;
    return [theta.reshape([-1, outputs]), (outputs * joint) / parameters];
  };
  return {
    embed: (x) =>
      tf.tidy(() => {
        if (!conditional.embed) return x.clone();
        const embedded = conditional.embed(x.reshape([-1, channels]) as tf.Tensor2D);
        return embedded.reshape([...x.shape.slice(0, -1), inputs * channels]);
      }),
    logProb: (x, theta) =>
      tf.tidy(() => {
        const [θ, elements] = atPlaces(theta);
        const logP = conditional.logProb(x.reshape([-1, elements]) as tf.Tensor2D, θ);
        return sumEvent(logP.reshape([x.shape[0] as number, -1]));
      }),
    sample: (theta, options) =>
      tf.tidy(() => conditional.sample(atPlaces(theta)[0], options).reshape([theta.shape[0] as number, ...eventShape])),
  };
}
