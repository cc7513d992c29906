import {
  activation,
  ConfigError,
  depthToSpace,
  listed,
  mlp,
  requireContext,
  requireEvent,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { conditionalConvolution } from './conditional-convolution.ts';
import { type ConvolutionalSizes, sizesOf } from './convolutional-sizes.ts';
import type { Decoder } from './decoder.ts';

/**
 * `inputs`: the dimensions of z. `hidden`: the widths of the fully connected layers that come first, one at least.
 * `channels`: from z to the image, of one layer at least. `outputs`: the parameters of each place of x.
 */
export type ConvolutionalDecoderOptions = ConvolutionalSizes & {
  inputs: number;
  hidden: readonly number[];
  outputs: number;
};

/**
 * A convolutional decoder of images, the mirror of `convolutionalEncoder`: each of L layers makes 2x2 places of one (Shi et
 * al. 2016, equation 4),
 *
 *     h⁰ = φ(mlp(z))                                                         as an image
 *     h^l = φ(depthToSpace(W^l ∗ h^(l-1) + b^l + D^l c))                     l < L
 *     θ = depthToSpace(W^L ∗ h^(L-1) + b^L + D^L c)
 *
 * It is given z `[batch, inputs]` and gives θ `[batch, height, width, outputs]`.
 *
 * @throws ConfigError where a size is not a positive whole number, there is no layer, or the image can not be halved by each.
 */
export function convolutionalDecoder(options: ConvolutionalDecoderOptions): Decoder {
  const { inputs, hidden, outputs, rng, ...others } = options;
  const sizes = sizesOf('convolutionalDecoder', others, { inputs, outputs });
  const { channels, size, context, small } = sizes;
  const [first] = channels;
  if (first === undefined) {
    throw new ConfigError('convolutionalDecoder: expected channels of at least 1 layer, got none; use mlp for vectors');
  }
  const φ = activation(sizes.activation);
  const body = { hidden, activation: sizes.activation, start: 'uniform' } as const;
  const bottom = mlp({ inputs, ...body, outputs: small[0] * small[1] * first, rng: rng.fork('bottom') });
  const layers = channels.map((below, l) =>
    conditionalConvolution({
      inputs: below,
      outputs: 4 * (channels[l + 1] ?? outputs),
      size,
      context,
      rng: rng.fork(l),
    }),
  );
  return {
    ...trainable(
      { kind: 'convolutional-decoder', ...sizes.config, inputs, hidden: [...hidden], outputs },
      { bottom, ...listed(layers) },
    ),
    inputs,
    outputs,
    apply: (z, given) => {
      requireEvent('convolutionalDecoder', 'z', z, [inputs]);
      requireContext('convolutionalDecoder', z, given?.context, context);
      return tf.tidy(() => {
        const below = bottom.apply(z).reshape([-1, ...small, first]) as tf.Tensor4D;
        return layers.reduce((y, layer) => depthToSpace(layer.apply(φ(y), given?.context)), below);
      });
    },
  };
}
