import type { Cache, Given, Trainable } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/**
 * - `shape`: height and width.
 * - `inputs`, `units`: the numbers of channels that go in and of those of h, both parted into `groups`.
 * - `context`: the width of a context; none where absent.
 */
export type LstmSizes = {
  readonly shape: readonly [height: number, width: number];
  readonly inputs: number;
  readonly units: number;
  readonly groups: number;
  readonly context?: number;
};

/**
 * A layer of convolutional LSTMs over an image, none of whose outputs depends on what comes after its place, or on later
 * groups of channels of it.
 */
export interface LstmLayer extends Trainable {
  /** `[places, batch, inputs]`, row by row, to h, `[places, batch, units]`. The context is `[batch, ...]`. */
  apply(x: tf.Tensor3D, given?: Given): tf.Tensor3D;
  /** What `row` needs of the row above the first, of `rows` images. */
  begin(rows: number): Cache;
  /** The next row, given what the one above has left. Part of what calls it, whose `tf.tidy` frees what it makes. */
  row(cache: Cache, given?: Given): LstmRow;
}

/** The places of a row one after another, and of each its groups of channels. */
export interface LstmRow {
  /** h of the next group, `[batch, units / groups]`, given its inputs, `[batch, inputs / groups]`. */
  next(x: tf.Tensor2D): tf.Tensor2D;
  /** What the row below needs, once all places are done. */
  end(): Cache;
}
