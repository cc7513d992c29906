import {
  type ActivationName,
  activation,
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
  withContext,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/**
 * The body of a residual convolutional network.
 *
 * - `hidden`: the number of channels within.
 * - `blocks`: L, the number of residual blocks.
 * - `gated`: whether what a block adds goes through a gate; false where absent.
 * - `weightNorm`: weight normalisation of all layers but the last, as in the paper; true where absent.
 * - `activation`: φ; `relu` where absent.
 * - `context`: the width of a context, vectors `[batch, context]` or images `[batch, height, width, context]`; none where
 *   absent.
 */
export type ResidualConvNetBody = {
  hidden: number;
  blocks: number;
  gated?: boolean;
  weightNorm?: boolean;
  activation?: ActivationName;
  context?: number;
};

/** `start`: of the last layer; `zero` where absent. */
export type ResidualConvNetOptions = ResidualConvNetBody & {
  inputs: number;
  outputs: number;
  start?: 'zero' | 'uniform';
  rng: Rng;
};

/**
 * A residual convolutional conditioner (Dinh et al. 2017, sections 3.7 and 4.1), all of whose layers are weight-normalised but
 * the last, without the paper's batch normalisation within, from `[batch, height, width, inputs]` to as many places of
 * `outputs` channels:
 *
 *     h⁰ = W_in ∗ x + C⁰ c       h^l = h^(l-1) + W₂^l ∗ φ(W₁^l ∗ φ(h^(l-1)) + C^l c)        output = V ∗ φ(h^L)
 *
 * with biases in every layer, 3x3 filters but for V's of one place, and, where there is one, the context c at the
 * input and in every block.
 * Gated, a block adds a ⊙ sigmoid(g), (a, g) = W₂^l ∗ φ(…) with W₂^l of one place (van den Oord et al. 2016, eq. 2, have
 * such gates; Ho et al. 2019 have them in couplings).
 */
export class ResidualConvNet implements Conditioner {
  readonly config: Config;
  readonly inputs: number;
  readonly outputs: number;
  readonly parts: { readonly [name: string]: ConvolutionLayer | ContextMap };
  readonly #layers: Layers;
  readonly #gated: boolean;
  readonly #φ: <T extends tf.Tensor>(x: T) => T;
  readonly #context: number | undefined;

  constructor({ inputs, outputs, start = 'zero', rng, ...body }: ResidualConvNetOptions) {
    const { hidden, blocks, gated = false, weightNorm = true, activation: name = 'relu', context } = body;
    const counts = { inputs, outputs, hidden, blocks, ...(context !== undefined && { context }) };
    for (const [option, count] of Object.entries(counts)) requireCount('residualConvNet', option, count);
    this.#layers = layersOf({ ...counts, gated, weightNorm, start, rng });
    const { input, inputContext, blocks: made, output } = this.#layers;
    this.parts = {
      input,
      ...(inputContext && { inputContext }),
      ...Object.fromEntries(
        made.flatMap((block, l) =>
          Object.entries(block).flatMap(([part, layer]) => (layer ? [[`${part}${l}`, layer]] : [])),
        ),
      ),
      output,
    };
    this.config = { kind: 'residual-conv-net', ...counts, gated, weightNorm, activation: name };
    this.inputs = inputs;
    this.outputs = outputs;
    this.#gated = gated;
    this.#φ = activation(name);
    this.#context = context;
  }

  /**
   * `[batch, height, width, inputs]` to `[batch, height, width, outputs]`.
   *
   * @throws ShapeError where x or the context has another shape, or a context is missing or not asked for.
   */
  apply(x: tf.Tensor4D, { context }: Given = {}): tf.Tensor4D {
    requireImages('ResidualConvNet.apply', 'x', x, this.inputs);
    requireContext('ResidualConvNet.apply', x, context, this.#context);
    const φ = this.#φ;
    return tf.tidy(() => {
      const { input, inputContext, blocks, output } = this.#layers;
      const h0 = withContext(input.apply(x), inputContext, context);
      return output.apply(φ(blocks.reduce((h, block) => h.add(this.#added(block, h, context)), h0)));
    });
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** What a block adds to h. */
  #added({ first, second, context: map }: Block, h: tf.Tensor4D, c: tf.Tensor | undefined): tf.Tensor4D {
    const φ = this.#φ;
    const sum = second.apply(φ(withContext(first.apply(φ(h)), map, c)));
    if (!this.#gated) return sum;
    const [a, g] = tf.split(sum, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
    return a.mul(g.sigmoid());
  }
}

/** A {@link ResidualConvNet}. Its last layer starts at zero, and with it a flow as the identity, unless told otherwise. */
export const residualConvNet = (options: ResidualConvNetOptions): ResidualConvNet => new ResidualConvNet(options);

type Block = { readonly first: ConvolutionLayer; readonly second: ConvolutionLayer; readonly context?: ContextMap };

type Layers = {
  readonly input: ConvolutionLayer;
  readonly inputContext?: ContextMap;
  readonly blocks: readonly Block[];
  readonly output: ConvolutionLayer;
};

type Sizes = { inputs: number; outputs: number; hidden: number; blocks: number; context?: number };

type LayersOptions = Sizes & { gated: boolean; weightNorm: boolean; start: 'zero' | 'uniform'; rng: Rng };

function layersOf(options: LayersOptions): Layers {
  const { inputs, outputs, hidden, blocks, context, gated, weightNorm, start, rng } = options;
  const mapOf = (rng: Rng) =>
    context === undefined ? undefined : contextMap({ context, outputs: hidden, rng: rng.fork('context') });
  const block = (rng: Rng): Block => ({
    first: convolution({ inputs: hidden, outputs: hidden, size: 3, weightNorm, rng: rng.fork('first') }),
    second: gated
      ? convolution({ inputs: hidden, outputs: 2 * hidden, size: 1, weightNorm, rng: rng.fork('second') })
      : convolution({ inputs: hidden, outputs: hidden, size: 3, weightNorm, rng: rng.fork('second') }),
    context: mapOf(rng),
  });
  return {
    input: convolution({ inputs, outputs: hidden, size: 3, weightNorm, rng: rng.fork('input') }),
    inputContext: mapOf(rng),
    blocks: Array.from({ length: blocks }, (_, l) => block(rng.fork(l))),
    output: convolution({ inputs: hidden, outputs, size: 1, start, rng: rng.fork('output') }),
  };
}
