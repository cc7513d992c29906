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
import type { MaskedRow } from './masked-row.ts';

/** The layers of a network that goes row by row: the first reads the image, under mask A, the others what it makes of it. */
export interface RowLayers {
  readonly parts: { readonly [name: string]: Trainable };
  /** How many rows above a place the first layer reads. */
  readonly reach: number;
  /** `[batch, height, width, inputs · C]` to `[batch, height, width, parameters · groups]`. */
  apply(e: tf.Tensor4D, context: tf.Tensor | undefined): tf.Tensor4D;
  /** What the layers after the first read of above the first row of `rows` images. */
  begin(rows: number): Cache;
  /**
   * The next row, of the `reach` rows above it, and of what the row above has left. Part of what calls it, whose `tf.tidy`
   * frees what it makes.
   */
  row(above: tf.Tensor4D, cache: Cache, context: tf.Tensor | undefined): LayersRow;
  /** As of a causal network. */
  receptiveField(row: number, column: number): boolean[][];
}

/** The layers along a row, whose places come one after another, and of each its groups. */
export type LayersRow = {
  /** The first layer. */
  readonly input: MaskedRow;
  /** The next group's outputs, `[batch, 1, 1, parameters]`, of what the first layer gives it: `[batch, units / groups]`. */
  outputs(h: tf.Tensor2D): tf.Tensor4D;
  /** What the row below reads, once all places are done. */
  end(): Cache;
};

type RowSizes = Pick<CausalNetwork, 'shape' | 'inputs' | 'parameters' | 'groups'> & { readonly context?: number };

/** A causal network that goes row by row, whose cache is of rows above the next one. */
export class RowNetwork implements CausalNetwork {
  readonly config: Config;
  readonly parts: RowLayers['parts'];
  readonly shape: CausalNetwork['shape'];
  readonly inputs: number;
  readonly parameters: number;
  readonly groups: number;
  readonly stride: number;
  readonly #who: string;
  readonly #layers: RowLayers;
  readonly #context: number | undefined;

  constructor(who: string, config: Config & RowSizes, layers: RowLayers) {
    this.config = config;
    this.parts = layers.parts;
    this.shape = config.shape;
    this.inputs = config.inputs;
    this.parameters = config.parameters;
    this.groups = config.groups;
    this.stride = config.shape[1];
    this.#who = who;
    this.#layers = layers;
    this.#context = config.context;
  }

  /** @throws ShapeError where e or the context has another shape, or a context is missing or not asked for. */
  apply(e: tf.Tensor4D, { context }: Given = {}): tf.Tensor4D {
    const [height, width, channels] = this.shape;
    requireEvent(`${this.#who}.apply`, 'e', e, [height, width, channels * this.inputs]);
    requireContext(`${this.#who}.apply`, e, context, this.#context);
    return tf.tidy(() => this.#layers.apply(e, context));
  }

  begin(rows: number): Cache {
    const [, width, channels] = this.shape;
    const above = tf.zeros([rows, this.#layers.reach, width, channels * this.inputs]);
    return { above, layers: this.#layers.begin(rows) };
  }

  /** @throws ShapeError where the context has another shape than that of these places. */
  advance(cache: Cache, draw: DrawPlace, { context }: Given = {}): Cache {
    const { above, layers } = cache as { above: tf.Tensor4D; layers: Cache };
    const [rows, , width, depth] = above.shape;
    requireContext(`${this.#who}.advance`, { shape: [rows, 1, width, depth] }, context, this.#context);
    const { input, outputs, end } = this.#layers.row(above, layers, context);
    for (let place = 0; place < width; place++) {
      input.remember(placeVector(draw((own) => outputs(input.before(own.map(placeVector))))));
    }
    return { above: lastRows(above, input.inputs()), layers: end() };
  }

  receptiveField(row: number, column: number): boolean[][] {
    return this.#layers.receptiveField(row, column);
  }

  dispose(): void {
    disposeParts(this.parts);
  }
}

/** What stands for one place, `[batch, 1, 1, size]`, as a vector a row, `[batch, size]`. */
const placeVector = (e: tf.Tensor4D): tf.Tensor2D => e.reshape([e.shape[0], e.shape[3]]);
