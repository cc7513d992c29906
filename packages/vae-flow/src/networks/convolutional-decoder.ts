import {
  activation,
  convolution,
  dense,
  depthToSpace,
  listed,
  requireEvent,
  requireVectorContext,
  trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { conditionalConvolution } from './conditional-convolution.ts';
import { type ConvolutionalSizes, sizesOf } from './convolutional-sizes.ts';
import type { Decoder } from './decoder.ts';

/** `inputs`: the dimensions of z. `outputs`: the parameters of each place of x. `channels`: from z to the image. */
export type ConvolutionalDecoderOptions = ConvolutionalSizes & { inputs: number; outputs: number };

/**
 * A convolutional decoder of images, the mirror of `convolutionalEncoder`: each layer makes 2x2 places of one (Shi et al.
 * 2016, equation 4),
 *
 *     h⁰ = φ(V z + v)                                                  as an image
 *     h^l = φ(depthToSpace(W^l ∗ h^(l-1) + b^l + D^l c))               θ = U ∗ h^L + u
 *
 * where U, of the layer with the most places, reads one place.
 *
 * @throws ConfigError where a size is none, or the image can not be halved by each layer.
 */
export function convolutionalDecoder({ inputs, outputs, rng, ...options }: ConvolutionalDecoderOptions): Decoder {
  const sizes = sizesOf('convolutionalDecoder', options, { inputs, outputs });
  const { channels, size, context, small } = sizes;
  const φ = activation(sizes.activation);
  const [first, last] = [channels[0] ?? outputs, channels.at(-1) ?? outputs];
  const bottom = dense({ inputs, outputs: small[0] * small[1] * first, rng: rng.fork('bottom') });
  const layers = channels.map((below, l) =>
    conditionalConvolution({ inputs: below, outputs: 4 * (channels[l + 1] ?? last), size, context, rng: rng.fork(l) }),
  );
  const top = convolution({ inputs: last, outputs, size: 1, rng: rng.fork('top') });
  return {
    ...trainable(
      { kind: 'convolutional-decoder', ...sizes.config, inputs, outputs },
      { bottom, ...listed(layers), top },
    ),
    inputs,
    outputs,
    apply: (z, given) => {
      requireEvent('convolutionalDecoder', 'z', z, [inputs]);
      requireVectorContext('convolutionalDecoder', z.shape[0], given?.context, context);
      return tf.tidy(() => {
        const h0 = φ(bottom.apply(z)).reshape([-1, ...small, first]) as tf.Tensor4D;
        return top.apply(layers.reduce((h, layer) => φ(depthToSpace(layer.apply(h, given?.context))), h0));
      });
    },
  };
}
