import { type Conditioner, convolution, parameter, type Rng, requireImages, trainable } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** How many times `logScale` the logarithm of the scale is, so that it is learnt faster. */
const FACTOR = 3;

/**
 * The last layer of Glow's networks (Kingma and Dhariwal 2018, section 3.3), a 3x3 convolution that starts at zero and
 * whose output is scaled, from `[batch, height, width, inputs]` to as many places of `outputs` channels:
 *
 *     output = (W ∗ x + b) ⊙ exp(3 a)
 *
 * W, b and a, the variable `logScale`, start at 0. The scale is not in the paper but in its authors' code, where it lets
 * what starts at zero grow sooner. As a conditioner it reads no context, and takes no notice of one.
 */
export function zeroConvolution({ inputs, outputs, rng }: { inputs: number; outputs: number; rng: Rng }): Conditioner {
  const layer = convolution({ inputs, outputs, size: 3, start: 'zero', rng });
  const logScale = parameter<tf.Rank.R1>([outputs], tf.zeros);
  return {
    ...trainable({ kind: 'zero-convolution', inputs, outputs }, { ...layer.parts, logScale }),
    inputs,
    outputs,
    apply: (x) => {
      requireImages('zeroConvolution.apply', 'x', x, inputs);
      return tf.tidy(() => layer.apply(x).mul(logScale.mul(FACTOR).exp()));
    },
  };
}
