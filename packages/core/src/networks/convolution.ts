import * as tf from '@tensorflow/tfjs';
import { parameter } from '../parameter.ts';
import type { Rng } from '../rng.ts';
import { requireCount } from '../shape.ts';
import { type Config, type Parts, type Trainable, trainable } from '../trainable.ts';
import { convolve } from './convolve.ts';
import { requireStart, type Start, symmetric } from './dense.ts';
import { lengthsOf, weightNorm as normalized } from './weight-norm.ts';

/** An affine map of images that is the same at every place. */
export interface ConvolutionLayer extends Trainable {
  apply(x: tf.Tensor4D): tf.Tensor4D;
}

/**
 * - `inputs`, `outputs`: the numbers of channels.
 * - `size`: k, of a filter that reads k x k places.
 * - `start`: `zero` makes a layer whose output is 0 until it is trained; `uniform` where absent.
 * - `weightNorm`: whether each output's weights are a length times a direction; false where absent.
 */
export type ConvolutionOptions = {
  inputs: number;
  outputs: number;
  size: number;
  start?: Start;
  weightNorm?: boolean;
  rng: Rng;
};

/**
 * The convolution h = W ∗ x + b, `[batch, height, width, inputs]` to as many places of `outputs` channels, zeros around
 * the image. Weights start uniform within ±√(3/n), n = k² inputs, of variance 1/n (LeCun et al. 1998, eq. 16), biases
 * alike, or at zero.
 *
 * With weight normalisation W_o = g_o v_o / ‖v_o‖ for each output o (Salimans and Kingma 2016, eq. 2), where v starts as
 * the weights above and g as their length, or at zero.
 */
export function convolution({
  inputs,
  outputs,
  size,
  start = 'uniform',
  weightNorm = false,
  rng,
}: ConvolutionOptions): ConvolutionLayer {
  for (const [name, value] of Object.entries({ inputs, outputs, size })) requireCount('convolution', name, value);
  requireStart('convolution', start);
  const limit = Math.sqrt(3 / (size * size * inputs));
  const starting = (limit: number) => (start === 'zero' ? 0 : limit);
  const bias = parameter<tf.Rank.R1>([outputs], (shape) => symmetric(rng, shape, starting(limit)));
  const config: Config = { kind: 'convolution', inputs, outputs, size, weightNorm };
  const filter = (limit: number) =>
    parameter<tf.Rank.R4>([size, size, inputs, outputs], (shape) => symmetric(rng, shape, limit));
  if (!weightNorm) {
    const kernel = filter(starting(limit));
    return layer(config, { kernel, bias }, () => kernel as tf.Tensor4D);
  }
  const direction = filter(limit);
  const length = parameter<tf.Rank.R1>(
    [outputs],
    (shape) => (start === 'zero' ? tf.zeros(shape) : lengthsOf(direction)) as tf.Tensor1D,
  );
  return layer(config, { direction, length, bias }, () => normalized(direction as tf.Tensor4D, length as tf.Tensor1D));
}

function layer(config: Config, parts: Parts & { bias: tf.Variable }, weights: () => tf.Tensor4D): ConvolutionLayer {
  return { ...trainable(config, parts), apply: (x) => tf.tidy(() => convolve(x, weights()).add(parts.bias)) };
}
