import {
  type Config,
  convolve,
  parameter,
  type Rng,
  requireCount,
  type Start,
  symmetric,
  type Trainable,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { addBias } from './add-bias.ts';

/**
 * - `inputs`, `outputs`: the numbers of channels.
 * - `size`: k, how many places the filter reads; 1 where absent.
 * - `dilation`: δ, how far apart they are; 1 where absent.
 * - `delay`: how many places the last of them is behind its output; 0 where absent.
 * - `meanSquare`: E |x|² of what the filter reads at one place, after which weights start; `inputs` where absent, 1 for what
 *   is one-hot.
 * - `start`: `zero` makes a layer whose output is 0 until it is trained; `uniform` where absent.
 */
export type CausalConvolutionOptions = {
  inputs: number;
  outputs: number;
  size?: number;
  dilation?: number;
  delay?: number;
  meanSquare?: number;
  start?: Start;
  rng: Rng;
};

/** A causal convolution along one row: no output reads a place after its own. */
export interface CausalConvolution extends Trainable {
  /** `[1, size, inputs, outputs]`, the earliest place first. */
  readonly kernel: tf.Variable<tf.Rank.R4>;
  readonly bias: tf.Variable<tf.Rank.R1>;
  apply(x: tf.Tensor4D): tf.Tensor4D;
}

/**
 * The causal convolution of sounds `[batch, 1, length, inputs]`, with zeros before the first sample (van den Oord et al.
 * 2016, "WaveNet", section 2.1, figures 2 and 3): `[batch, 1, length, outputs]`.
 *
 *     y_t = b + Σ_i W_i x_{t - delay - (k - 1 - i) δ},   i = 0 … k - 1
 *
 * Weights and biases start uniform within ±√(3/n), n = k `meanSquare`.
 */
export function causalConvolution({
  inputs,
  outputs,
  size = 1,
  dilation = 1,
  delay = 0,
  meanSquare = inputs,
  start = 'uniform',
  rng,
}: CausalConvolutionOptions): CausalConvolution {
  for (const [name, count] of Object.entries({ inputs, outputs, size, dilation })) {
    requireCount('causalConvolution', name, count);
  }
  const limit = start === 'zero' ? 0 : Math.sqrt(3 / (size * meanSquare));
  const kernel = parameter<tf.Rank.R4>([1, size, inputs, outputs], (shape) => symmetric(rng, shape, limit));
  const bias = parameter<tf.Rank.R1>([outputs], (shape) => symmetric(rng, shape, limit));
  const config: Config = { kind: 'causal-convolution', inputs, outputs, size, dilation, delay };
  return {
    ...trainable(config, { kernel, bias }),
    kernel,
    bias,
    apply: (x) => tf.tidy(() => addBias(causal(x, kernel as tf.Tensor4D, { dilation, delay }), bias)),
  };
}

/** Σ_i W_i x_{t - delay - (k - 1 - i) δ}, where what lies before the first place is 0. */
export function causal(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { dilation = 1, delay = 0 }: { dilation?: number; delay?: number } = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const reach = (kernel.shape[1] - 1) * dilation;
    const zeros = [
      [0, 0],
      [reach, 0],
    ] as const;
    const y = convolve(x, kernel, { zeros, dilation: [1, dilation] });
    if (delay === 0) return y;
    const none: [number, number] = [0, 0];
    return y.slice([0, 0, 0, 0], [-1, -1, x.shape[2] - delay, -1]).pad([none, none, [delay, 0], none]) as tf.Tensor4D;
  });
}
