import type { Cache } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import type { CausalNetwork } from './causal-network.ts';
import { mapPlaces } from './map-places.ts';
import { MaskedRow } from './masked-row.ts';
import { headRow } from './pixel-cnn-head.ts';
import {
  type LstmKind,
  lstms,
  type PixelRnnLayers,
  type PixelRnnNetworkOptions,
  pixelRnnLayers,
  REACH,
} from './pixel-rnn-layers.ts';
import { type LayersRow, type RowLayers, RowNetwork } from './row-network.ts';

/**
 * The layers of PixelRNN (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", table 1 and figure 5): a 7x7
 * convolution under mask A, L layers of LSTMs with residual connections, and twice a ReLU and a 1x1 convolution,
 *
 *     x⁰ = W_in ∗ e          x^l = x^(l-1) + U^l ∗ LSTM^l(x^(l-1))          θ = V ∗ relu(W ∗ relu(x^L))
 *
 * with biases in every layer, all but the first under mask B. Channels between are parted into groups, as those of the
 * image are (section 3.4); LSTMs read states of other places whole. A context is added to the sums of all gates.
 * Outputs start at 0.
 *
 * The Diagonal BiLSTM reads all that comes before, but the last place of the row above far from the right border: the
 * first convolution hides a place from itself, and no LSTM comes back to that row from below. Of several groups it reads
 * the place, but its last group.
 */
class PixelRnn implements RowLayers {
  readonly parts: RowLayers['parts'];
  readonly reach = REACH;
  readonly #layers: PixelRnnLayers;
  readonly #sizes: Omit<PixelRnnNetworkOptions, 'rng'>;

  constructor({ rng, ...sizes }: PixelRnnNetworkOptions) {
    this.#sizes = sizes;
    this.#layers = pixelRnnLayers({ ...sizes, rng });
    const { blocks, ...others } = this.#layers;
    const ofBlocks = blocks.flatMap(({ lstm, up }, l) => [
      [`lstm${l}`, lstm],
      [`up${l}`, up],
    ]);
    this.parts = { input: others.input, ...Object.fromEntries(ofBlocks), hidden: others.hidden, output: others.output };
  }

  apply(e: tf.Tensor4D, context: tf.Tensor | undefined): tf.Tensor4D {
    const [batch, height, width] = e.shape;
    const { input, blocks, hidden, output } = this.#layers;
    const ofInput = input.apply(e).reshape<tf.Tensor3D>([batch, height * width, -1]);
    const x = blocks.reduce(
      (x, { lstm, up }) => x.add(mapPlaces(up, lstm.apply(x, { context }))),
      ofInput.transpose<tf.Tensor3D>([1, 0, 2]),
    );
    const theta = mapPlaces(output, mapPlaces(hidden, x.relu()).relu());
    return theta.transpose([1, 0, 2]).reshape([batch, height, width, -1]);
  }

  begin(rows: number): Cache {
    return this.#layers.blocks.map(({ lstm }) => lstm.begin(rows));
  }

  row(above: tf.Tensor4D, cache: Cache, context: tf.Tensor | undefined): LayersRow {
    const { input, blocks, hidden, output } = this.#layers;
    const width = this.#sizes.shape[1];
    const rows = blocks.map(({ lstm, up }, l) => ({
      lstm: lstm.row((cache as Cache[])[l] as Cache, { context }),
      up: new MaskedRow(up, width, up.parts.bias),
    }));
    const outputs = headRow([hidden, output], width);
    return {
      input: new MaskedRow(input, width, input.ofRowsAbove(above)),
      outputs: (first) => {
        let x = first;
        for (const { lstm, up } of rows) x = x.add(up.through(lstm.next(x)));
        return outputs(x);
      },
      end: () => rows.map(({ lstm }) => lstm.end()),
    };
  }

  receptiveField(row: number, column: number): boolean[][] {
    const { lstm, layers, groups, shape } = this.#sizes;
    const [height, width] = shape;
    return Array.from({ length: height }, (_, r) => {
      if (r > row) return Array.from({ length: width }, () => false);
      const [from, to] = (lstms[lstm] as LstmKind).reads(column, row - r, { layers, groups, width });
      return Array.from({ length: width }, (_, c) => c >= from && c <= to);
    });
  }
}

/**
 * The network of {@link PixelRnn}.
 *
 * @throws ConfigError where a number is none, units or channels do not part into groups, or there is no such LSTM.
 */
export function pixelRnnNetwork(options: PixelRnnNetworkOptions): CausalNetwork {
  const { lstm, shape, inputs, parameters, groups, units, layers, context, rng } = options;
  const counts = { inputs, parameters, groups, units, layers, ...(context !== undefined && { context }) };
  const sizes = { lstm, shape: [...shape] as const, ...counts };
  return new RowNetwork('pixelRnnNetwork', { kind: 'pixel-rnn-network', ...sizes }, new PixelRnn({ ...sizes, rng }));
}
