import {
  type ConditionalDistribution,
  type Rng,
  type Shape,
  ShapeError,
  shapeText,
  sizeOf,
  sumEvent,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** p(x | z) of whole events, from what a decoder makes of z. */
export type EventLikelihood = {
  /** How many numbers the θ of an event has. */
  readonly parameters: number;
  /** x `[batch, ...eventShape]` as a network is given it; of images what stands for a channel lies beside it. */
  embed(x: tf.Tensor): tf.Tensor;
  /**
   * log p(x | θ) = Σ_i log p(x_i | θ_i), `[batch]`, in nats.
   *
   * @throws ShapeError where θ is not of x's rows and places.
   */
  logProb(x: tf.Tensor, theta: tf.Tensor): tf.Tensor1D;
  /**
   * x ~ p(x | θ), `[batch, ...eventShape]`.
   *
   * @throws ShapeError where θ has not the places of an event.
   */
  sample(theta: tf.Tensor, options: { rng: Rng; temperature: number }): tf.Tensor;
};

/**
 * The conditional distribution of single elements as one of events. The last axis of θ holds the parameters of C
 * elements, parameter-major: of θ `[batch, k D]` those of all D, of θ `[batch, ...places, k C]` those of the channels of a
 * place, so that places are to the distribution what rows are.
 */
export function eventLikelihood(conditional: ConditionalDistribution, eventShape: Shape): EventLikelihood {
  const { parameters, joint = 1, inputs = 1 } = conditional;
  const [places, channels] = [eventShape.slice(0, -1), eventShape.at(-1) ?? 1];
  const count = (elements: number) => (parameters * elements) / joint;
  const shapes = [[count(sizeOf(eventShape))], [...places, count(channels)]];
  /** θ as rows, and how many elements each row is of. */
  const rowsOf = (theta: tf.Tensor, rows: number): [theta: tf.Tensor2D, elements: number] => {
    if (!shapes.some((shape) => String(theta.shape) === String([rows, ...shape]))) {
      const expected = [...new Set(shapes.map((shape) => shapeText(['batch', ...shape])))].join(' or ');
      throw new ShapeError(
        `vae: expected a decoder whose θ is of shape ${expected}, batch ${rows}, got ${shapeText(theta.shape)}; give it the parameters of all elements as its outputs, or an axis for each of x's places`,
      );
    }
    // Where an element has one parameter both forms are the same numbers, and long rows are the faster.
    const outputs = parameters === 1 ? sizeOf(eventShape) : (theta.shape.at(-1) as number);
    return [theta.reshape([-1, outputs]), (outputs * joint) / parameters];
  };
  return {
    parameters: count(sizeOf(eventShape)),
    embed: (x) =>
      tf.tidy(() => {
        if (!conditional.embed) return x.clone();
        const embedded = conditional.embed(x.reshape([-1, channels]) as tf.Tensor2D);
        return embedded.reshape([x.shape[0] as number, ...places, inputs * channels]);
      }),
    logProb: (x, theta) =>
      tf.tidy(() => {
        const rows = x.shape[0] as number;
        const [θ, elements] = rowsOf(theta, rows);
        const logP = conditional.logProb(x.reshape([-1, elements]) as tf.Tensor2D, θ);
        return sumEvent(logP.reshape([rows, -1]));
      }),
    sample: (theta, options) =>
      tf.tidy(() => {
        const rows = theta.shape[0] as number;
        return conditional.sample(rowsOf(theta, rows)[0], options).reshape([rows, ...eventShape]);
      }),
  };
}
