import { activation, dense, listed, requireContext, requireEvent, spaceToDepth, trainable } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { conditionalConvolution } from './conditional-convolution.ts';
import { type ConvolutionalSizes, sizesOf } from './convolutional-sizes.ts';
import type { Encoder } from './encoder.ts';

/** `shape`: of x as the likelihood embeds it. `outputs`: the width of h. `channels`: from the image upwards. */
export type ConvolutionalEncoderOptions = ConvolutionalSizes & { outputs: number };

/**
 * A convolutional encoder of images: each layer reads the 2x2 blocks of the places of the one before, and those around,
 *
 *     h^l = φ(W^l ∗ spaceToDepth(h^(l-1)) + b^l + D^l c)       h⁰ = x
 *     h = φ(V h^L + v)                                          of h^L as a vector
 *
 * It is given x `[batch, height, width, channels]` and gives h `[batch, outputs]`.
 *
 * @throws ConfigError where a size is not a positive whole number, or the image can not be halved by each layer.
 */
export function convolutionalEncoder({ outputs, rng, ...options }: ConvolutionalEncoderOptions): Encoder {
  const sizes = sizesOf('convolutionalEncoder', options, { outputs });
  const { shape, channels, size, context, small } = sizes;
  const φ = activation(sizes.activation);
  const below = [shape[2], ...channels];
  const layers = channels.map((outputs, l) =>
    conditionalConvolution({ inputs: 4 * (below[l] as number), outputs, size, context, rng: rng.fork(l) }),
  );
  const top = dense({ inputs: small[0] * small[1] * (below.at(-1) as number), outputs, rng: rng.fork('top') });
  return {
    ...trainable({ kind: 'convolutional-encoder', ...sizes.config, outputs }, { ...listed(layers), top }),
    outputs,
    apply: (x, given) => {
      requireEvent('convolutionalEncoder', 'x', x, shape);
      requireContext('convolutionalEncoder', { shape: [x.shape[0] as number] }, given?.context, context);
      return tf.tidy(() => {
        const hL = layers.reduce((h, layer) => φ(layer.apply(spaceToDepth(h), given?.context)), x as tf.Tensor4D);
        return φ(top.apply(hL.reshape([x.shape[0] as number, -1]) as tf.Tensor2D));
      });
    },
  };
}
