import { type ActivationName, activation, type Config, type MlpBody, mlp, type Rng, trainable } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Encoder } from './encoder.ts';

/**
 * - `inputs`: how many numbers x is, whatever its shape, as the likelihood embeds it: D, or D × levels where levels are
 *   embedded as one-hot vectors.
 * - `outputs`: the width of h.
 * - all else as of a multilayer perceptron.
 */
export type DenseEncoderOptions = MlpBody & { inputs: number; outputs: number; rng: Rng };

/**
 * A fully connected encoder, from x `[batch, ...]`, as vectors, to h = φ(mlp(x)) `[batch, outputs]` (Kingma and Welling 2014, appendix C).
 *
 * @throws ConfigError where a size is not a positive whole number.
 */
export function denseEncoder({ inputs, outputs, rng, ...body }: DenseEncoderOptions): Encoder {
  const network = mlp({ inputs, outputs, start: 'uniform', rng, ...body });
  const φ = activation((network.config as Config & { activation: ActivationName }).activation);
  return {
    ...trainable({ ...network.config, kind: 'dense-encoder' }, { network }),
    outputs,
    apply: (x, given) =>
      tf.tidy(() => φ(network.apply(x.reshape([x.shape[0] as number, -1]) as tf.Tensor2D, given)) as tf.Tensor2D),
  };
}
