import type { CausalNetwork, DrawPlace } from '@flows/autoregressive';
import { type Cache, type Config, convolve, disposeParts, type Given, parameter, requireContext } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * - `length`: T, the number of samples of a sound.
 * - `order`: N, how many samples before it the outputs at a sample are made of; with 0 they are the same everywhere.
 * - `parameters`: k, the number of outputs at a sample.
 */
export type PastSamplesOptions = { length: number; order: number; parameters: number };

/** How many samples one graph draws. */
const samplesAtOnce = 32;

/**
 * A causal network that is linear in the last samples, with 0 before the first.
 *
 *     θ_t = c + Σ_n W_n e_{t-N+n},   n = 0 … N - 1
 *
 * Its weights W `[1, N, 1, k]` and c `[k]` are 0 until they are assigned.
 */
export class PastSamplesNetwork implements CausalNetwork {
  readonly config: Config;
  readonly parts: { readonly bias: tf.Variable; readonly weights?: tf.Variable };
  readonly shape: readonly [number, number, number];
  readonly inputs = 1;
  readonly groups = 1;
  readonly parameters: number;
  readonly stride: number;
  readonly #order: number;

  constructor({ length, order, parameters }: PastSamplesOptions) {
    const zeros = (shape: number[]) => parameter(shape, (shape) => tf.zeros(shape));
    this.config = { kind: 'past-samples', length, order, parameters };
    this.parts = { bias: zeros([parameters]), ...(order > 0 && { weights: zeros([1, order, 1, parameters]) }) };
    this.shape = [1, length, 1];
    this.parameters = parameters;
    this.stride = Math.min(samplesAtOnce, length);
    this.#order = order;
  }

  apply(e: tf.Tensor4D, { context }: Given = {}): tf.Tensor4D {
    return tf.tidy(() => {
      requireContext('pastSamplesNetwork', e, context, undefined);
      const { bias, weights } = this.parts;
      if (weights === undefined) return e.mul(0).add(bias) as tf.Tensor4D;
      const before = convolve(e, weights as tf.Tensor4D, {
        zeros: [
          [0, 0],
          [this.#order, 0],
        ],
      });
      // The last reads the last sample, for one that would come next.
      return before.slice([0, 0, 0, 0], [-1, -1, this.shape[1], -1]).add(bias) as tf.Tensor4D;
    });
  }

  /** The last N samples, `[rows, 1, N, 1]`. */
  begin(rows: number): Cache {
    return [tf.zeros([rows, 1, this.#order, 1])];
  }

  advance(cache: Cache, draw: DrawPlace): Cache {
    const { bias, weights } = this.parts;
    let [last] = cache as [tf.Tensor4D];
    for (let step = 0; step < this.stride; step++) {
      const own = draw(() => {
        if (weights === undefined) return tf.zeros([last.shape[0], 1, 1, 1]).add(bias) as tf.Tensor4D;
        return convolve(last, weights as tf.Tensor4D, { zeros: none }).add(bias) as tf.Tensor4D;
      });
      if (weights !== undefined) last = tf.concat4d([last.slice([0, 0, 1, 0]), own], 2);
    }
    return [last.clone()];
  }

  receptiveField(_: number, sample: number): boolean[][] {
    return [Array.from({ length: this.shape[1] }, (_, t) => t < sample && t >= sample - this.#order)];
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

const none = [
  [0, 0],
  [0, 0],
] as const;
