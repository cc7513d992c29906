import {
  type Cache,
  type Config,
  disposeParts,
  type Given,
  requireContext,
  requireEvent,
  type Trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { CausalNetwork, DrawPlace } from './causal-network.ts';
import { lastRows } from './last-rows.ts';
import { mapPlaces } from './map-places.ts';
import { MaskedRow } from './masked-row.ts';
import { headRow } from './pixel-cnn-head.ts';
import {
  type LstmKind,
  type LstmName,
  lstms,
  type PixelRnnLayers,
  type PixelRnnNetworkOptions,
  pixelRnnLayers,
  REACH,
} from './pixel-rnn-layers.ts';
import { placeVector } from './place-vector.ts';

/**
 * The PixelRNN (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", table 1 and figure 5): a 7x7 convolution
 * under mask A, L layers of LSTMs with residual connections, and twice a ReLU and a 1x1 convolution,
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
export class PixelRnnNetwork implements CausalNetwork {
  readonly config: Config;
  readonly parts: { readonly [name: string]: Trainable };
  readonly shape: readonly [number, number, number];
  readonly inputs: number;
  readonly parameters: number;
  readonly groups: number;
  readonly stride: number;
  readonly #layers: PixelRnnLayers;
  readonly #lstm: LstmName;
  readonly #context: number | undefined;

  constructor({ rng, lstm, shape, context, ...sizes }: PixelRnnNetworkOptions) {
    const { inputs, parameters, groups, units, layers } = sizes;
    const counts = { inputs, parameters, groups, units, layers, ...(context !== undefined && { context }) };
    this.config = { kind: 'pixel-rnn-network', lstm, shape: [...shape], ...counts };
    this.shape = shape;
    this.inputs = inputs;
    this.parameters = parameters;
    this.groups = groups;
    this.stride = shape[1];
    this.#layers = pixelRnnLayers({ lstm, shape, ...counts, rng });
    const { blocks, ...others } = this.#layers;
    const ofBlocks = blocks.flatMap(({ lstm, up }, l) => [
      [`lstm${l}`, lstm],
      [`up${l}`, up],
    ]);
    this.parts = { input: others.input, ...Object.fromEntries(ofBlocks), hidden: others.hidden, output: others.output };
    this.#lstm = lstm;
    this.#context = context;
  }

  /**
   * `[batch, height, width, inputs · C]` to `[batch, height, width, parameters · groups]`.
   *
   * @throws ShapeError where e or the context has another shape, or a context is missing or not asked for.
   */
  apply(e: tf.Tensor4D, given: Given = {}): tf.Tensor4D {
    const [height, width, channels] = this.shape;
    requireEvent('PixelRnnNetwork.apply', 'e', e, [height, width, channels * this.inputs]);
    requireContext('PixelRnnNetwork.apply', e, given.context, this.#context);
    const { input, blocks, hidden, output } = this.#layers;
    return tf.tidy(() => {
      const ofInput = input.apply(e).reshape<tf.Tensor3D>([e.shape[0], height * width, -1]);
      const x = blocks.reduce(
        (x, { lstm, up }) => x.add(mapPlaces(up, lstm.apply(x, given))),
        ofInput.transpose<tf.Tensor3D>([1, 0, 2]),
      );
      const theta = mapPlaces(output, mapPlaces(hidden, x.relu()).relu());
      return theta.transpose([1, 0, 2]).reshape([e.shape[0], height, width, -1]);
    });
  }

  begin(rows: number): Cache {
    const [, width, channels] = this.shape;
    const layers = this.#layers.blocks.map(({ lstm }) => lstm.begin(rows));
    return { above: tf.zeros([rows, REACH, width, channels * this.inputs]), layers };
  }

  advance(cache: Cache, draw: DrawPlace, given: Given = {}): Cache {
    const { above, layers } = cache as { above: tf.Tensor4D; layers: Cache[] };
    requireContext('PixelRnnNetwork.advance', above.slice([0, 0, 0, 0], [-1, 1, -1, -1]), given.context, this.#context);
    const width = this.stride;
    const { input, blocks, hidden, output } = this.#layers;
    const inputRow = new MaskedRow(input, width, input.ofRowsAbove(above));
    const rows = blocks.map(({ lstm, up }, l) => ({
      lstm: lstm.row(layers[l] as Cache, given),
      up: new MaskedRow(up, width, up.parts.bias),
    }));
    const outputs = headRow([hidden, output], width);
    for (let column = 0; column < width; column++) {
      const drawn = draw((own) => {
        let x = inputRow.before(own.map(placeVector));
        for (const { lstm, up } of rows) x = x.add(up.through(lstm.next(x)));
        return outputs(x);
      });
      inputRow.remember(placeVector(drawn));
    }
    return { above: lastRows(above, inputRow.inputs()), layers: rows.map(({ lstm }) => lstm.end()) };
  }

  receptiveField(row: number, column: number): boolean[][] {
    const [height, width] = this.shape;
    const network = { layers: this.#layers.blocks.length, groups: this.groups, width };
    return Array.from({ length: height }, (_, r) => {
      if (r > row) return Array.from({ length: width }, () => false);
      const [from, to] = (lstms[this.#lstm] as LstmKind).reads(column, row - r, network);
      return Array.from({ length: width }, (_, c) => c >= from && c <= to);
    });
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

/** A {@link PixelRnnNetwork}. */
export const pixelRnnNetwork = (options: PixelRnnNetworkOptions): PixelRnnNetwork => new PixelRnnNetwork(options);
