import { type Cache, type ContextMap, contextMap, type Rng, withContext } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { CausalNetwork } from './causal-network.ts';
import { lastRows } from './last-rows.ts';
import { type MaskedConvolution, maskedConvolution } from './masked-convolution.ts';
import { MaskedRow } from './masked-row.ts';
import { applyHead, headLayers, headRow } from './pixel-cnn-head.ts';
import { type PixelCnnNetworkOptions, type PixelCnnSizes, pixelCnnSizes } from './pixel-cnn-options.ts';
import { onePlace, spread, without } from './reach.ts';
import { type LayersRow, type RowLayers, RowNetwork } from './row-network.ts';

/**
 * The layers of PixelCNN (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", sections 3.3 to 3.5, figure 5 and
 * table 1), of masked convolutions W, with p units within a block and 2p between blocks (h and 2h in the paper):
 *
 *     h⁰ = W_A ∗ e + C⁰ c
 *     h^l = h^(l-1) + W₃ ∗ relu(W₂ ∗ relu(W₁ ∗ relu(h^(l-1))) + C^l c)
 *     θ = V₂ ∗ relu(V₁ ∗ relu(h^L))
 *
 * W_A reads a wide box under mask A; W₂ reads `filter` x `filter` places and all others one, under mask B. With biases in
 * every layer, and, where there is one, the context c at the first layer and in every block. θ starts at 0.
 *
 * Above a place on the right it does not see all that comes before: each layer reads what is above by a box as wide as
 * the filter, and what lies right of these boxes' cone is not read (van den Oord et al. 2016, "Conditional Image
 * Generation with PixelCNN Decoders", figure 1). The gated network sees it.
 */
class PixelCnn implements RowLayers {
  readonly parts: RowLayers['parts'];
  readonly reach: number;
  readonly #layers: Layers;
  readonly #sizes: PixelCnnSizes;

  constructor(sizes: PixelCnnSizes, rng: Rng) {
    this.#sizes = sizes;
    this.#layers = layersOf(sizes, rng);
    this.parts = partsOf(this.#layers);
    this.reach = (sizes.firstFilter - 1) / 2;
  }

  apply(e: tf.Tensor4D, context: tf.Tensor | undefined): tf.Tensor4D {
    const { input, inputContext, blocks, head } = this.#layers;
    let h = withContext(input.apply(e), inputContext, context);
    for (const { narrow, middle, widen, context: map } of blocks) {
      const units = withContext(middle.apply(tf.relu(narrow.apply(tf.relu(h)))), map, context);
      h = h.add(widen.apply(tf.relu(units)));
    }
    return applyHead(head, h);
  }

  begin(rows: number): Cache {
    const { shape, units, filter, layers } = this.#sizes;
    return Array.from({ length: layers }, () => tf.zeros([rows, (filter - 1) / 2, shape[1], units]));
  }

  row(above: tf.Tensor4D, cache: Cache, context: tf.Tensor | undefined): LayersRow {
    const aboveBlocks = cache as tf.Tensor4D[];
    const width = this.#sizes.shape[1];
    const along = (layer: MaskedConvolution, rows: tf.Tensor4D, map?: ContextMap) =>
      new MaskedRow(layer, width, withContext(layer.ofRowsAbove(rows), map, context));
    const { input, inputContext, blocks, head } = this.#layers;
    const rows = blocks.map(({ narrow, middle, widen, context: map }, l) => {
      const rows = aboveBlocks[l] as tf.Tensor4D;
      return { narrow: along(narrow, rows), middle: along(middle, rows, map), widen: along(widen, rows) };
    });
    const outputs = headRow(head, width);
    return {
      input: along(input, above, inputContext),
      outputs: (first) => {
        let h = first;
        for (const { narrow, middle, widen } of rows) {
          h = h.add(widen.through(tf.relu(middle.through(tf.relu(narrow.through(tf.relu(h)))))));
        }
        return outputs(h);
      },
      end: () => rows.map(({ middle }, l) => lastRows(aboveBlocks[l] as tf.Tensor4D, middle.inputs())),
    };
  }

  receptiveField(row: number, column: number): boolean[][] {
    const { input, blocks } = this.#layers;
    const read = blocks.reduce(
      (places, { middle }) => spread(places, middle.offsets),
      onePlace(this.#sizes.shape, row, column),
    );
    return without(spread(read, input.offsets), row, column);
  }
}

/**
 * The network of {@link PixelCnn}.
 *
 * @throws ConfigError where sizes are none, or do not fit each other.
 */
export function pixelCnnNetwork({ rng, ...options }: PixelCnnNetworkOptions): CausalNetwork {
  const sizes = pixelCnnSizes('pixelCnnNetwork', options);
  return new RowNetwork('pixelCnnNetwork', { kind: 'pixel-cnn-network', ...sizes }, new PixelCnn(sizes, rng));
}

type Block = {
  readonly narrow: MaskedConvolution;
  readonly middle: MaskedConvolution;
  readonly widen: MaskedConvolution;
  readonly context?: ContextMap;
};

type Layers = {
  readonly input: MaskedConvolution;
  readonly inputContext?: ContextMap;
  readonly blocks: readonly Block[];
  readonly head: readonly MaskedConvolution[];
};

function layersOf(sizes: PixelCnnSizes, rng: Rng): Layers {
  const { shape, inputs, groups, units, layers, filter, firstFilter, context } = sizes;
  const wide = 2 * units;
  const map = (outputs: number, rng: Rng) =>
    context === undefined ? {} : { context: contextMap({ context, outputs, rng: rng.fork('context') }) };
  const masked = (inputs: number, outputs: number, size: number, rng: Rng) =>
    maskedConvolution({ inputs, outputs, size, mask: 'B', groups, rng });
  const block = (rng: Rng): Block => ({
    narrow: masked(wide, units, 1, rng.fork('narrow')),
    middle: masked(units, units, filter, rng.fork('middle')),
    widen: masked(units, wide, 1, rng.fork('widen')),
    ...map(units, rng),
  });
  const { context: inputContext } = map(wide, rng.fork('input'));
  const ofInput = { inputs: shape[2] * inputs, outputs: wide, size: firstFilter, mask: 'A', groups } as const;
  return {
    input: maskedConvolution({ ...ofInput, rng: rng.fork('input') }),
    ...(inputContext && { inputContext }),
    blocks: Array.from({ length: layers }, (_, l) => block(rng.fork(l))),
    head: headLayers({ ...sizes, inputs: wide, hidden: 1 }, rng.fork('head')),
  };
}

/** All layers by name, `middle2` that of the third block. */
function partsOf({ input, inputContext, blocks, head }: Layers): RowLayers['parts'] {
  const ofBlocks = blocks.flatMap((block, l) =>
    Object.entries(block).map(([name, part]) => [`${name}${l}`, part] as const),
  );
  return {
    input,
    ...(inputContext && { inputContext }),
    ...Object.fromEntries(ofBlocks),
    ...Object.fromEntries(head.map((layer, l) => [`head${l}`, layer])),
  };
}
