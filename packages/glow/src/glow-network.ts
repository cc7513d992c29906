import {
  type Conditioner,
  type Config,
  type ContextMap,
  type ConvolutionLayer,
  contextMap,
  convolution,
  disposeParts,
  type Given,
  type Rng,
  requireContext,
  requireCount,
  requireImages,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { zeroConvolution } from './zero-convolution.ts';

/**
 * - `hidden`: the number of channels within; 512 in the paper.
 * - `context`: the width of a context, vectors `[batch, context]` or images `[batch, height, width, context]`; none where
 *   absent.
 */
export type GlowNetworkOptions = { inputs: number; outputs: number; hidden: number; context?: number; rng: Rng };

/**
 * The conditioner of Glow's couplings (Kingma and Dhariwal 2018, sections 3.3 and 5), from
 * `[batch, height, width, inputs]` to as many places of `outputs` channels: filters of 3x3, 1x1 and 3x3 places,
 *
 *     h¹ = relu(W¹ ∗ x + C¹ c)          h² = relu(W² ∗ h¹ + C² c)          output = zero convolution of h²
 *
 * with biases in every layer, and, where there is one, the context c in both hidden ones. It starts at 0, and with it a
 * coupling as the identity.
 */
export class GlowNetwork implements Conditioner {
  readonly config: Config;
  readonly inputs: number;
  readonly outputs: number;
  readonly parts: {
    readonly input: ConvolutionLayer;
    readonly hidden: ConvolutionLayer;
    readonly output: Conditioner;
    readonly inputContext?: ContextMap;
    readonly hiddenContext?: ContextMap;
  };
  readonly #context: number | undefined;

  constructor({ inputs, outputs, hidden, context, rng }: GlowNetworkOptions) {
    const counts = { inputs, outputs, hidden, ...(context !== undefined && { context }) };
    for (const [option, count] of Object.entries(counts)) requireCount('glowNetwork', option, count);
    const map = (name: string) => contextMap({ context: context as number, outputs: hidden, rng: rng.fork(name) });
    this.config = { kind: 'glow-network', ...counts };
    this.inputs = inputs;
    this.outputs = outputs;
    this.parts = {
      input: convolution({ inputs, outputs: hidden, size: 3, rng: rng.fork('input') }),
      hidden: convolution({ inputs: hidden, outputs: hidden, size: 1, rng: rng.fork('hidden') }),
      output: zeroConvolution({ inputs: hidden, outputs, rng: rng.fork('output') }),
      ...(context !== undefined && { inputContext: map('input-context'), hiddenContext: map('hidden-context') }),
    };
    this.#context = context;
  }

  /**
   * `[batch, height, width, inputs]` to `[batch, height, width, outputs]`. Context has a row for each row of x, or one that
   * serves all.
   *
   * @throws ShapeError where x or the context has another shape, or a context is missing or not asked for.
   */
  apply(x: tf.Tensor4D, { context }: Given = {}): tf.Tensor4D {
    requireImages('GlowNetwork.apply', 'x', x, this.inputs);
    requireContext('GlowNetwork.apply', x, context, this.#context);
    const { input, hidden, output, inputContext, hiddenContext } = this.parts;
    const units = (layer: ConvolutionLayer, below: tf.Tensor4D, map?: ContextMap) => {
      const sum = layer.apply(below);
      return tf.relu(map && context ? sum.add(map.apply(context)) : sum) as tf.Tensor4D;
    };
    return tf.tidy(() => output.apply(units(hidden, units(input, x, inputContext), hiddenContext)) as tf.Tensor4D);
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

export const glowNetwork = (options: GlowNetworkOptions): GlowNetwork => new GlowNetwork(options);
