import * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import type { DensityModel, SampleOptions } from '../density-model.ts';
import { ShapeError } from '../errors.ts';
import type { SampleWithLogProb } from '../flow.ts';
import { shapeText } from '../shape.ts';
import type { Step } from './engine.ts';

/** A density that samples with its own log-density, a flow for one. */
export type SampledDensity<X extends tf.Tensor = tf.Tensor> = DensityModel<X> & {
  sampleWithLogProb(count: number, options: SampleOptions): SampleWithLogProb<X>;
};

/**
 * log p̃(x) of `[batch, ...eventShape]`: `[batch]`, in nats, up to a constant that need not be known. It is
 * differentiated, and made of tensor operations alone. `context` is that of the rows.
 */
export type LogDensity<X extends tf.Tensor = tf.Tensor> = (x: X, given: Given) => tf.Tensor1D;

/** β_t = min(1, β_0 + t / T): `from` is β_0, in [0, 1], and `steps` is T. */
export type Anneal = { readonly from: number; readonly steps: number };

/**
 * The Kullback-Leibler divergence of a flow q from a density p = p̃ / Z, up to ln Z, as the mean over as many samples
 * as the batch has rows (Rezende and Mohamed 2015, equations 15 and 20).
 *
 *     F_β = E_q[log q(x) - β_t log p̃(x)]             F_1 = KL(q ‖ p) - ln Z
 */
export const reverseKl =
  <X extends tf.Tensor>(model: SampledDensity<X>, logDensity: LogDensity<X>, anneal?: Anneal): Step<X>['loss'] =>
  ({ x: { shape }, context }, { rng, step }) =>
    tf.tidy(() => {
      const count = shape[0] as number;
      const { x, logProb } = model.sampleWithLogProb(count, { rng, context, training: true });
      const target = logDensity(x, { context });
      requirePerRow(target, count);
      const tempered = anneal ? target.mul(step.div(anneal.steps).add(anneal.from).minimum(1)) : target;
      return logProb.sub(tempered).mean() as tf.Scalar;
    });

function requirePerRow({ shape }: tf.Tensor, count: number): void {
  if (shape.length !== 1 || shape[0] !== count) {
    throw new ShapeError(
      `fitToDensity: expected logDensity to give a number for each row, shape [${count}], got ${shapeText(shape)}; sum over the event`,
    );
  }
}
