import {
  type Cache,
  type Config,
  type ContextMap,
  contextMap,
  disposeParts,
  type Given,
  type Rng,
  requireContext,
  requireImages,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { CausalNetwork, DrawPlace } from './causal-network.ts';
import { lastRows } from './last-rows.ts';
import { type MaskedConvolution, maskedConvolution } from './masked-convolution.ts';
import { MaskedRow } from './masked-row.ts';
import { applyHead, headLayers, headRow } from './pixel-cnn-head.ts';
import { type PixelCnnNetworkOptions, type PixelCnnSizes, pixelCnnSizes } from './pixel-cnn-options.ts';
import { placeVector } from './place-vector.ts';
import { onePlace, spread, without } from './reach.ts';
import { withContext } from './with-context.ts';

/**
 * The network of PixelCNN (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", sections 3.3 to 3.5, figure 5 and
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
export class PixelCnnNetwork implements CausalNetwork {
  readonly config: Config;
  readonly parts: { readonly [name: string]: MaskedConvolution | ContextMap };
  readonly shape: readonly [number, number, number];
  readonly inputs: number;
  readonly parameters: number;
  readonly groups: number;
  readonly stride: number;
  readonly #layers: Layers;
  readonly #sizes: PixelCnnSizes;

  constructor({ rng, ...options }: PixelCnnNetworkOptions) {
    const sizes = pixelCnnSizes('pixelCnnNetwork', options);
    this.#sizes = sizes;
    this.#layers = layersOf(sizes, rng);
    this.config = { kind: 'pixel-cnn-network', ...sizes };
    this.shape = sizes.shape;
    this.inputs = sizes.inputs;
    this.parameters = sizes.parameters;
    this.groups = sizes.groups;
    this.stride = sizes.shape[1];
    this.parts = partsOf(this.#layers);
  }

  /** @throws ShapeError where e or the context has another shape, or a context is missing or not asked for. */
  apply(e: tf.Tensor4D, { context }: Given = {}): tf.Tensor4D {
    requireImages('PixelCnnNetwork.apply', 'e', e, this.shape[2] * this.inputs);
    requireContext('PixelCnnNetwork.apply', e, context, this.#sizes.context);
    return tf.tidy(() => {
      const { input, inputContext, blocks, head } = this.#layers;
      let h = withContext(input.apply(e), inputContext, context);
      for (const { narrow, middle, widen, context: map } of blocks) {
        const units = withContext(middle.apply(tf.relu(narrow.apply(tf.relu(h)))), map, context);
        h = h.add(widen.apply(tf.relu(units)));
      }
      return applyHead(head, h);
    });
  }

  begin(rows: number): Cache {
    const { shape, inputs, units, filter, firstFilter, layers } = this.#sizes;
    const rowsOf = (size: number, depth: number) => tf.zeros([rows, (size - 1) / 2, shape[1], depth]);
    return [rowsOf(firstFilter, shape[2] * inputs), ...Array.from({ length: layers }, () => rowsOf(filter, units))];
  }

  advance(cache: Cache, draw: DrawPlace, { context }: Given = {}): Cache {
    const [above, ...aboveBlocks] = cache as [tf.Tensor4D, ...tf.Tensor4D[]];
    requireContext('PixelCnnNetwork.advance', above.slice([0, 0, 0, 0], [-1, 1, -1, -1]), context, this.#sizes.context);
    const width = this.shape[1];
    const along = (layer: MaskedConvolution, rows: tf.Tensor4D, map?: ContextMap) =>
      new MaskedRow(layer, width, withContext(layer.ofRowsAbove(rows), map, context));
    const { input, inputContext, blocks, head } = this.#layers;
    const inputRow = along(input, above, inputContext);
    const rows = blocks.map(({ narrow, middle, widen, context: map }, l) => {
      const rows = aboveBlocks[l] as tf.Tensor4D;
      return { narrow: along(narrow, rows), middle: along(middle, rows, map), widen: along(widen, rows) };
    });
    const outputs = headRow(head, width);
    for (let place = 0; place < width; place++) {
      const drawn = draw((own) => {
        let h = inputRow.before(own.map(placeVector));
        for (const { narrow, middle, widen } of rows) {
          h = h.add(widen.through(tf.relu(middle.through(tf.relu(narrow.through(tf.relu(h)))))));
        }
        return outputs(h);
      });
      inputRow.remember(placeVector(drawn));
    }
    const next = rows.map(({ middle }, l) => lastRows(aboveBlocks[l] as tf.Tensor4D, middle.inputs()));
    return [lastRows(above, inputRow.inputs()), ...next];
  }

  receptiveField(row: number, column: number): boolean[][] {
    const { input, blocks } = this.#layers;
    const read = blocks.reduce(
      (places, { middle }) => spread(places, middle.offsets),
      onePlace(this.shape, row, column),
    );
    return without(spread(read, input.offsets), row, column);
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

/** A {@link PixelCnnNetwork}. */
export const pixelCnnNetwork = (options: PixelCnnNetworkOptions): PixelCnnNetwork => new PixelCnnNetwork(options);

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
function partsOf({ input, inputContext, blocks, head }: Layers): PixelCnnNetwork['parts'] {
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
