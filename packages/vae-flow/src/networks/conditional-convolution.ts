import { type Config, contextMap, convolution, type Rng, type Trainable, trainable, withContext } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** A convolution that a context moves. */
export interface ConditionalConvolution extends Trainable {
  apply(x: tf.Tensor4D, context?: tf.Tensor): tf.Tensor4D;
}

/** `context`: the width of c, `[batch, context]`; none where absent. All else as of `convolution`. */
export type ConditionalConvolutionOptions = {
  inputs: number;
  outputs: number;
  size: number;
  context?: number;
  rng: Rng;
};

/** h = W ∗ x + b + D c, with the same D c at every place. */
export function conditionalConvolution(options: ConditionalConvolutionOptions): ConditionalConvolution {
  const { context, rng, ...sizes } = options;
  const layer = convolution({ ...sizes, rng: rng.fork('layer') });
  const config: Config = { kind: 'conditional-convolution', ...sizes };
  if (context === undefined) return { ...trainable(config, { layer }), apply: (x) => layer.apply(x) };
  const map = contextMap({ context, outputs: sizes.outputs, rng: rng.fork('context') });
  return {
    ...trainable({ ...config, context }, { layer, map }),
    apply: (x, c) => tf.tidy(() => withContext(layer.apply(x), map, c)),
  };
}
