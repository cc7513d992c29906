import {
  type Config,
  ConfigError,
  convolve,
  disposeParts,
  parameter,
  type Rng,
  requireCount,
  requireImages,
  type Start,
  symmetric,
  type Trainable,
} from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { addBias } from './add-bias.ts';
import { type ChannelGroups, groupColumns, groupMask, liveOfGroup } from './channel-groups.ts';
import { type PlaceWeights, placeWeights } from './place-weights.ts';
import { box, type Offset } from './reach.ts';

/**
 * - `inputs`, `outputs`: the numbers of channels; those of the first group come first, then those of the second.
 * - `size`: k, of a filter of k x k places, or its rows and columns; odd.
 * - `mask`: `A`, which keeps a place's own group from each output; `B`, which lets it in.
 * - `groups`: into how many groups channels are parted; 1 where absent.
 * - `gates`: how many outputs of other uses lie one after another, each with all groups: 2 of a gated unit, 4 of an LSTM; 1
 *   where absent.
 * - `start`: `zero` makes a layer whose output is 0 until it is trained; `uniform` where absent.
 */
export type MaskedConvolutionOptions = {
  inputs: number;
  outputs: number;
  size: number | readonly [rows: number, columns: number];
  mask: 'A' | 'B';
  groups?: number;
  gates?: number;
  start?: Start;
  rng: Rng;
};

type Sizes = ChannelGroups & { readonly mask: 'A' | 'B'; readonly rows: number; readonly columns: number };

/**
 * The masked convolution h = (M ⊙ W) ∗ x + b (van den Oord et al. 2016, "Pixel Recurrent Neural Networks", section 3.4):
 * each place reads the rows above it, what lies on its left, and of itself the groups of channels before each output's
 * own (mask A) or up to it (mask B).
 *
 * Only what can be other than zero is kept: `above`, a filter over the rows above, and `row`, one over the place's own row
 * up to the place itself, which ends before it where mask A leaves nothing of it. Weights start uniform within ±√(3/n),
 * of variance 1/n, where n counts what an output reads, or at zero.
 *
 * @throws ConfigError where a number is none, a size is even, channels do not part into groups, or nothing would be read.
 */
export class MaskedConvolution implements Trainable {
  readonly config: Config;
  readonly parts: { readonly above?: tf.Variable; readonly row?: tf.Variable; readonly bias: tf.Variable };
  /** From a place to those that it reads; to itself under mask B alone. */
  readonly offsets: readonly Offset[];
  readonly #sizes: Sizes;

  constructor({ start = 'uniform', rng, ...options }: MaskedConvolutionOptions) {
    const sizes = sizesOf(options);
    const { inputs, outputs, mask, groups, gates, rows, columns } = sizes;
    const [above, left] = [(rows - 1) / 2, (columns - 1) / 2];
    this.#sizes = sizes;
    this.config = { kind: 'masked-convolution', inputs, outputs, size: [rows, columns], mask, groups, gates };
    this.offsets = [...box([-above, -1], [-left, left]), ...box([0, 0], [-left, mask === 'A' ? -1 : 0])];
    const limits = limitsOf(sizes, start);
    const drawn = (name: string, shape: number[]) =>
      parameter(shape, (shape) => symmetric(rng.fork(name), shape, start === 'zero' ? 0 : 1).mul(limits()));
    const kept = rowTaps(sizes);
    this.parts = {
      ...(above > 0 && { above: drawn('above', [above, columns, inputs, outputs]) }),
      ...(kept > 0 && { row: drawn('row', [1, kept, inputs, outputs]) }),
      bias: drawn('bias', [outputs]),
    };
  }

  /**
   * `[batch, height, width, inputs]` to `[batch, height, width, outputs]`.
   *
   * @throws ShapeError where x has another shape.
   */
  apply(x: tf.Tensor4D): tf.Tensor4D {
    requireImages('MaskedConvolution.apply', 'x', x, this.#sizes.inputs);
    const { rows, columns } = this.#sizes;
    const [above, left] = [(rows - 1) / 2, (columns - 1) / 2];
    const right = above > 0 ? left : 0;
    const outside = zeros([above, 0], [left, right]);
    return tf.tidy(() => addBias(convolve(x, this.#filter(right), { zeros: outside }), this.parts.bias));
  }

  /**
   * What the rows above give the places of a row, with the biases: of the last (rows - 1) / 2 rows
   * `[batch, (rows - 1) / 2, width, inputs]`, the nearest last, `[batch, 1, width, outputs]`. Only the biases, `[outputs]`,
   * where the filter has one row.
   */
  ofRowsAbove(x: tf.Tensor4D): tf.Tensor4D | tf.Tensor1D {
    const { above, bias } = this.parts;
    const left = (this.#sizes.columns - 1) / 2;
    return tf.tidy(() => {
      if (above === undefined) return bias.clone() as tf.Tensor1D;
      return convolve(x, above as tf.Tensor4D, { zeros: zeros([0, 0], [left, left]) }).add(bias);
    });
  }

  /** The weights of a row, as its places need them one after another. Part of what calls it, whose `tf.tidy` frees them. */
  ofPlaces(): PlaceWeights {
    return placeWeights(this.#row()?.reshape<tf.Tensor2D>([-1, this.#sizes.outputs]), this.#sizes);
  }

  /**
   * The weights of a place's own row as one matrix, `[places · inputs, outputs]`, masked: of the places on the left, the
   * nearest last, and of the place itself. Of no rows where none of it is read.
   */
  rowMatrix(): tf.Tensor2D {
    const { outputs } = this.#sizes;
    return tf.tidy(() => ((this.#row() ?? tf.zeros([0, outputs])) as tf.Tensor).reshape([-1, outputs]));
  }

  dispose(): void {
    disposeParts(this.parts);
  }

  /** The weights of the place's own row, masked. */
  #row(): tf.Tensor4D | undefined {
    const row = this.parts.row as tf.Tensor4D | undefined;
    const { groups, mask, columns } = this.#sizes;
    if (row === undefined || groups === 1) return row;
    const centre = tf.tensor4d(groupMask(this.#sizes, mask), [1, 1, row.shape[2], row.shape[3]]);
    const left = (columns - 1) / 2;
    return row.mul(left === 0 ? centre : tf.concat([tf.ones([1, left, row.shape[2], row.shape[3]]), centre], 1));
  }

  /** The filter in one, with as many zeros on the right of the place itself. */
  #filter(right: number): tf.Tensor4D {
    const { inputs, outputs, columns } = this.#sizes;
    const row = this.#row();
    const there = row?.shape[1] ?? 0;
    const all = (columns + 1) / 2 + right;
    const missing = [0, all - there] as [number, number];
    const whole = row === undefined ? tf.zeros([1, all, inputs, outputs]) : row.pad([[0, 0], missing, [0, 0], [0, 0]]);
    const { above } = this.parts;
    return (above ? tf.concat([above as tf.Tensor, whole], 0) : whole) as tf.Tensor4D;
  }
}

/** A {@link MaskedConvolution}. */
export const maskedConvolution = (options: MaskedConvolutionOptions): MaskedConvolution =>
  new MaskedConvolution(options);

const zeros = (rows: [number, number], columns: [number, number]) => [rows, columns] as const;

/** How many places of its own row an output reads, itself included where it reads any of it. */
const rowTaps = ({ columns, mask, groups }: Sizes): number =>
  (columns - 1) / 2 + (mask === 'A' && groups === 1 ? 0 : 1);

function sizesOf({ inputs, outputs, size, mask, groups = 1, gates = 1 }: Omit<MaskedConvolutionOptions, 'rng'>): Sizes {
  const who = 'maskedConvolution';
  const [rows, columns] = typeof size === 'number' ? [size, size] : size;
  for (const [name, count] of Object.entries({ inputs, outputs, rows, columns, groups, gates })) {
    requireCount(who, name, count);
  }
  if (mask !== 'A' && mask !== 'B') {
    throw new ConfigError(`${who}: expected mask to be A or B, got ${JSON.stringify(mask)}`);
  }
  if (rows % 2 === 0 || columns % 2 === 0) {
    throw new ConfigError(`${who}: expected size to be odd, got ${rows} x ${columns}`);
  }
  if (inputs % groups !== 0 || outputs % (groups * gates) !== 0) {
    throw new ConfigError(
      `${who}: expected inputs and outputs to part into ${groups} groups, outputs in ${gates} gates, got ${inputs} and ${outputs}`,
    );
  }
  if (rows * columns === 1 && mask === 'A' && groups === 1) {
    throw new ConfigError(`${who}: expected mask A of more than one place or group, got one that reads nothing`);
  }
  return { inputs, outputs, mask, groups, gates, rows, columns };
}

/** √(3/n) for each output, whose n follows from its group. */
function limitsOf(sizes: Sizes, start: Start): () => tf.Tensor {
  const { rows, columns, inputs, mask } = sizes;
  const before = (((rows - 1) / 2) * columns + (columns - 1) / 2) * inputs;
  const limit = (group: number) => Math.sqrt(3 / Math.max(1, before + liveOfGroup(sizes, mask, group)));
  return () => tf.tensor1d(start === 'zero' ? [0] : groupColumns(sizes).map(limit));
}
