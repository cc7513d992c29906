import { type Cache, ConfigError, type Given, type Trainable } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';

/**
 * Draws one place, group by group, and gives back what stands for it, `[batch, 1, 1, inputs · C]`.
 *
 * @param next the outputs of the place's next group, `[batch, 1, 1, parameters]`, given what stands for those that were
 * drawn: nothing for the first, and `[batch, 1, 1, inputs · C / groups]` for each.
 */
export type DrawPlace = (next: (own: readonly tf.Tensor4D[]) => tf.Tensor4D) => tf.Tensor4D;

/**
 * A network over images whose outputs at an element depend on the elements before it, row by row, place by place and
 * channel by channel, and on the context. A sound is an image of one row.
 *
 * Inputs are `[batch, height, width, inputs · C]`: all numbers that stand for the first channel, then those for the
 * second. Outputs are `[batch, height, width, parameters · groups]` likewise.
 */
export interface CausalNetwork extends Trainable {
  /** Height, width, and the number C of channels. */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** How many numbers of the input stand for one element. */
  readonly inputs: number;
  /** k, how many outputs each group of channels has. */
  readonly parameters: number;
  /** Into how many groups the channels of a place are parted, each given those before it: C, or 1 where all are given together. */
  readonly groups: number;
  /** How many places, one after another, `advance` draws: a row of an image. */
  readonly stride: number;
  /** The outputs at all places, given the whole image. */
  apply(e: tf.Tensor4D, given?: Given): tf.Tensor4D;
  /** What `advance` remembers before the first place of `rows` images. */
  begin(rows: number): Cache;
  /**
   * Computes the outputs of the next `stride` places, each given those that `draw` has given back before it, and the cache
   * for the places after them. The context is a vector a row, or that of these places alone, `[batch, 1, stride, ...]`.
   */
  advance(cache: Cache, draw: DrawPlace, given?: Given): Cache;
  /** Whether the outputs at a place depend on each other place: `[height][width]`. */
  receptiveField(row: number, column: number): boolean[][];
}

/**
 * Requires a causal network of as many outputs and inputs as a conditional distribution has, where a config from a file
 * may have named another part.
 *
 * @throws ConfigError naming who, what was expected and what came.
 */
export function requireCausal(
  who: string,
  network: Trainable,
  { parameters, inputs = 1, joint = 1 }: { parameters: number; inputs?: number; joint?: number },
): asserts network is CausalNetwork {
  const isOne = (part: Trainable): part is CausalNetwork => 'advance' in part && 'receptiveField' in part;
  const expected = `${parameters} outputs a group, ${inputs} inputs an element, and groups of ${joint}`;
  if (!isOne(network)) {
    throw new ConfigError(`${who}: expected a causal network of ${expected}, got ${network?.config?.kind}`);
  }
  const came = { joint: network.shape[2] / network.groups, parameters: network.parameters, inputs: network.inputs };
  if (came.joint === joint && came.parameters === parameters && came.inputs === inputs) return;
  throw new ConfigError(
    `${who}: expected a network of ${expected}, got ${came.parameters}, ${came.inputs} and ${came.joint}; build it with the conditional that the model has`,
  );
}
