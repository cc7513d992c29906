import { type Cache, type Rng, withContext } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { CausalNetwork } from './causal-network.ts';
import { gate } from './gate.ts';
import { type GatedPixelCnnLayers, gatedPixelCnnLayers, gatedPixelCnnParts } from './gated-pixel-cnn-layers.ts';
import { lastRows } from './last-rows.ts';
import { MaskedRow } from './masked-row.ts';
import { applyHead, headRow } from './pixel-cnn-head.ts';
import { type PixelCnnNetworkOptions, type PixelCnnSizes, pixelCnnSizes } from './pixel-cnn-options.ts';
import { onePlace, type Places, spread, union, without } from './reach.ts';
import { type LayersRow, type RowLayers, RowNetwork } from './row-network.ts';

/**
 * The layers of the gated PixelCNN (van den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders",
 * section 2 and figure 2): a vertical stack v, which sees the rows above, and a horizontal stack h, which sees v and the
 * place's own row, with p units each and gates y = tanh(f) ⊙ σ(g) of units (f, g) (eq. 2, and 4 and 5 with a context, h
 * in the paper and c here):
 *
 *     v⁰ = V⁰ ∗ e                             h⁰ = v⁰ + H⁰ ∗ e
 *     s^l = V^l ∗ v^(l-1) + C_v^l c           t^l = H^l ∗ h^(l-1) + P^l s^l + C_h^l c
 *     v^l = gate(s^l)                         h^l = h^(l-1) + O^l gate(t^l)
 *     θ = U₂ ∗ relu(U₁ ∗ relu(h^L))
 *
 * V⁰ reads a box of the rows above a place, V^l one of v with the place's own row, which holds only what is above it. H⁰
 * reads the left of a place under mask A, H^l under mask B, O and U are under mask B, and P, which reads s before its
 * gate, is not masked. All have biases.
 * Where channels are parted into groups, they are so in h; v sees whole rows. θ starts at 0.
 *
 * Where the figure leaves it open: the first layer is the sum of both stacks, without a gate, so that h⁰ is a masked
 * convolution as PixelCNN's first is; the context enters both stacks; and the last layer has no v, which nothing would
 * read.
 */
class GatedPixelCnn implements RowLayers {
  readonly parts: RowLayers['parts'];
  readonly reach: number;
  readonly #layers: GatedPixelCnnLayers;
  readonly #sizes: PixelCnnSizes;

  constructor(sizes: PixelCnnSizes, rng: Rng) {
    this.#sizes = sizes;
    this.#layers = gatedPixelCnnLayers(sizes, rng);
    this.parts = gatedPixelCnnParts(this.#layers);
    this.reach = (sizes.firstFilter - 1) / 2;
  }

  apply(e: tf.Tensor4D, context: tf.Tensor | undefined): tf.Tensor4D {
    const { input, layers, head } = this.#layers;
    let v = input.vertical.apply(e);
    let h: tf.Tensor4D = v.add(input.horizontal.apply(e));
    for (const [l, { vertical, verticalContext, horizontal, link, out, horizontalContext }] of layers.entries()) {
      const s = withContext(vertical.apply(v), verticalContext, context);
      const t = withContext(horizontal.apply(h).add<tf.Tensor4D>(link.apply(s)), horizontalContext, context);
      if (l < layers.length - 1) v = gate(s);
      h = h.add(out.apply(gate(t)));
    }
    return applyHead(head, h);
  }

  begin(rows: number): Cache {
    const { shape, units, filter, layers } = this.#sizes;
    return Array.from({ length: layers }, () => tf.zeros([rows, (filter - 1) / 2, shape[1], units]));
  }

  row(above: tf.Tensor4D, cache: Cache, context: tf.Tensor | undefined): LayersRow {
    const { input, layers, head } = this.#layers;
    const width = this.#sizes.shape[1];
    const { v0, sums, rows: next } = this.#verticalRow(above, cache as tf.Tensor4D[], context);
    const rows = layers.map(({ horizontal, out }, l) => ({
      units: new MaskedRow(horizontal, width, sums[l] as tf.Tensor),
      out: new MaskedRow(out, width, out.parts.bias),
    }));
    const outputs = headRow(head, width);
    return {
      input: new MaskedRow(input.horizontal, width, v0.add(input.horizontal.parts.bias)),
      outputs: (first) => {
        let h = first;
        for (const { units, out } of rows) h = h.add(out.through(gate(units.through(h))));
        return outputs(h);
      },
      end: () => next,
    };
  }

  receptiveField(row: number, column: number): boolean[][] {
    const { input, layers } = this.#layers;
    let h: Places = onePlace(this.#sizes.shape, row, column);
    let v: Places = h.map((line) => line.map(() => false));
    for (const { vertical, horizontal } of layers.toReversed()) {
      v = spread(union(v, h), vertical.offsets);
      h = union(h, spread(h, horizontal.offsets));
    }
    const read = union(spread(union(v, h), input.vertical.offsets), spread(h, input.horizontal.offsets));
    return without(read, row, column);
  }

  /** The vertical stack of a row: v⁰, what each layer's t has of it, and the rows that the next row reads. */
  #verticalRow(above: tf.Tensor4D, aboveLayers: readonly tf.Tensor4D[], context: tf.Tensor | undefined) {
    const { input, layers } = this.#layers;
    const v0 = input.vertical.ofRows(above);
    let v = v0;
    const rows: tf.Tensor4D[] = [];
    const sums = layers.map(({ vertical, verticalContext, horizontal, link, horizontalContext }, l) => {
      const before = aboveLayers[l] as tf.Tensor4D;
      const s = withContext(vertical.ofRows(tf.concat4d([before, v], 1)), verticalContext, context);
      rows.push(lastRows(before, v));
      if (l < layers.length - 1) v = gate(s);
      return withContext(link.apply(s).add(horizontal.parts.bias), horizontalContext, context);
    });
    return { v0, sums, rows };
  }
}

/**
 * The network of {@link GatedPixelCnn}.
 *
 * @throws ConfigError where sizes are none, or do not fit each other.
 */
export function gatedPixelCnnNetwork({ rng, ...options }: PixelCnnNetworkOptions): CausalNetwork {
  const sizes = pixelCnnSizes('gatedPixelCnnNetwork', options);
  const config = { kind: 'gated-pixel-cnn-network', ...sizes };
  return new RowNetwork('gatedPixelCnnNetwork', config, new GatedPixelCnn(sizes, rng));
}
