import type { Given, Level } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Degrees } from './degrees.ts';
import type { MaskedLayer } from './masked-dense.ts';
import { type BlockOfDegrees, type Known, type Passed, passBlock } from './sequential-block.ts';
import { sortedLevels } from './sorted-levels.ts';
import { SortedUnits } from './sorted-units.ts';

/** From the k parameters of element i, `[batch, k]`, to the element itself, `[batch, 1]`. */
export type NextElement = (theta: tf.Tensor2D, i: number) => tf.Tensor2D;

/** A masked network: its levels above the input, φ, the degrees of the units of each width and those of the elements. */
export type MaskedNetwork = {
  readonly levels: readonly Level<MaskedLayer>[];
  readonly activation: (h: tf.Tensor2D) => tf.Tensor2D;
  readonly widths: readonly Degrees[];
  readonly elements: Degrees;
};

/** `embed`: from an element `[batch, 1]` to what the network reads of it; the element itself where absent. */
export type SequentialGiven = Given & { embed?(x: tf.Tensor2D): tf.Tensor2D };

/** The elements that were made, `[batch, D]`, and the parameters that they were made from, `[batch, k · D]`. */
export type SequentialPass = { x: tf.Tensor2D; theta: tf.Tensor2D };

/**
 * A pass through a masked network whose input is made of its outputs: element after element in the network's order,
 * `next` makes x_i from θ_i(x_{<i}). Each unit is computed once, when all that it sees is known, so that
 * D elements cost about one pass where calling the network anew for each costs D.
 *
 * Units are sorted by degree, and a unit of degree d sees none of a higher one (Germain et al. 2015, section 4), so that
 * weights are block triangular, and the pass is blocked as their solves are: what finished blocks of degrees contribute
 * to a block comes from one product a layer; what its own units contribute follows degree by degree.
 */
export function sequentialPass(
  network: MaskedNetwork,
  rows: number,
  next: NextElement,
  { context, embed = (x) => x }: SequentialGiven = {},
): SequentialPass {
  return tf.tidy(() => {
    const dims = network.elements.length;
    const units = network.widths.map((degrees) => new SortedUnits(degrees, dims));
    const elements = new SortedUnits(network.elements, dims);
    const inputs = units[0] as SortedUnits;
    const levels = sortedLevels(network.levels, units, context as tf.Tensor2D | undefined);
    const pass = { rows, elements, inputs, φ: network.activation, next, embed, levels };
    let known: Known = [inputs, ...levels].map(() => undefined);
    const made: Passed = { x: [], theta: [] };
    for (const block of blocksOf(units.slice(1, -1), dims)) {
      const passed = tf.tidy(() => passBlock(pass, known, block));
      known = passed.known;
      made.x.push(...passed.x);
      made.theta.push(...passed.theta);
    }
    const inOrder = (each: readonly tf.Tensor2D[]) =>
      tf.concat(
        elements.places.map((place) => each[place] as tf.Tensor2D),
        1,
      );
    const byElement = inOrder(made.theta).reshape([rows, dims, -1]);
    return { x: inOrder(made.x), theta: byElement.transpose([0, 2, 1]).reshape([rows, -1]) };
  });
}

/** How many hidden units of a level a block has, and degrees: a product of so many is fast, and leaves little inside. */
const UNITS_OF_BLOCK = 96;

/** The degrees in blocks, from 0, of the units that see the context alone, to D. */
function blocksOf(hidden: readonly SortedUnits[], dims: number): BlockOfDegrees[] {
  const blocks: BlockOfDegrees[] = [];
  for (let first = 0; first <= dims; ) {
    const fits = (last: number) =>
      last - first <= UNITS_OF_BLOCK &&
      hidden.every((level) => level.before(last) - level.before(first) <= UNITS_OF_BLOCK);
    let last = first + 1;
    while (last <= dims && fits(last + 1)) last++;
    blocks.push({ first, last });
    first = last;
  }
  return blocks;
}
