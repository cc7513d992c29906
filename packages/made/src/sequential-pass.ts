import { type Given, type Level, takeColumns, takeRows } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Degrees } from './degrees.ts';
import type { MaskedLayer } from './masked-dense.ts';
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
    const [inputs, outputs] = [units[0], units.at(-1)] as [SortedUnits, SortedUnits];
    const levels = sortedLevels(network, units, context as tf.Tensor2D | undefined);
    const pass = { rows, elements, inputs, φ: network.activation, next, embed, levels };
    let known: Known = [inputs, ...levels].map(() => undefined);
    const made: Made = { x: [], theta: [] };
    for (const [first, last] of blocksOf(units, dims)) {
      const block = tf.tidy(() => passBlock(pass, known, first, last));
      known = block.known;
      made.x.push(...block.x);
      made.theta.push(...block.theta);
    }
    return {
      x: takeColumns(tf.concat(made.x, 1), elements.places),
      theta: takeColumns(tf.concat(made.theta, 1), outputs.places),
    };
  });
}

/** A level with units and weights in the order of degrees; `bias` is all that does not depend on the input. */
type SortedLevel = {
  readonly units: SortedUnits;
  readonly terms: readonly { readonly from: number; readonly W: tf.Tensor2D }[];
  readonly bias: tf.Tensor2D;
  readonly skip?: number;
};

type Pass = {
  readonly rows: number;
  readonly elements: SortedUnits;
  readonly inputs: SortedUnits;
  readonly levels: readonly SortedLevel[];
  readonly φ: (h: tf.Tensor2D) => tf.Tensor2D;
  readonly next: NextElement;
  readonly embed: (x: tf.Tensor2D) => tf.Tensor2D;
};

/** Elements and their parameters, in the order of degrees. */
type Made = { x: tf.Tensor2D[]; theta: tf.Tensor2D[] };

/** Of x and of each level above, φ(h) of the units that are known. */
type Known = (tf.Tensor2D | undefined)[];

function sortedLevels(
  { levels }: MaskedNetwork,
  units: readonly SortedUnits[],
  context: tf.Tensor2D | undefined,
): SortedLevel[] {
  const widths = [0, ...levels.map(({ width }) => width)];
  const unitsOf = (level: number) => units[widths[level] as number] as SortedUnits;
  return levels.map(({ terms, skip, context: contextLayer }, below) => {
    const to = unitsOf(below + 1);
    const biases = terms.map(({ layer }) => layer.bias.expandDims(0) as tf.Tensor2D);
    if (contextLayer && context) biases.push(contextLayer.apply(context));
    return {
      units: to,
      terms: terms.map(({ from, layer }) => ({
        from,
        W: takeColumns(takeRows(layer.weights(), unitsOf(from).order), to.order),
      })),
      bias: takeColumns(
        biases.reduce((sum, bias) => sum.add(bias)),
        to.order,
      ),
      skip,
    };
  });
}

/** The units of a block in the widest level: enough for a product to be fast, and few enough to leave little inside. */
const UNITS_OF_BLOCK = 64;

/** Degrees `first` to `last` (excluded) of each block, from 0, of the units that see the context alone, to D. */
function blocksOf(units: readonly SortedUnits[], dims: number): [first: number, last: number][] {
  const blocks: [number, number][] = [];
  for (let first = 0; first <= dims; ) {
    let last = first + 1;
    const isSmall = () => units.every((level) => level.before(last + 1) - level.before(first) <= UNITS_OF_BLOCK);
    while (last <= dims && isSmall()) last++;
    blocks.push([first, last]);
    first = last;
  }
  return blocks;
}

/** Computes the units of a block of degrees: its elements, and all that is known then. */
function passBlock(pass: Pass, known: Known, first: number, last: number): Made & { known: Known } {
  const { elements, levels, φ, next, embed } = pass;
  const inside: tf.Tensor2D[][] = known.map(() => []);
  const parts = levels.map((level) => blockOf(level, pass, known, first, last));
  const made: Made = { x: [], theta: [] };
  const add = (level: number, degree: number): tf.Tensor2D | undefined => parts[level]?.(degree, inside);
  for (let degree = first; degree < last; degree++) {
    const theta = add(levels.length - 1, degree);
    if (theta) {
      const x = next(theta, elements.order[elements.before(degree)] as number);
      made.theta.push(theta);
      made.x.push(x);
      inside[0]?.push(embed(x));
    }
    const h: (tf.Tensor2D | undefined)[] = [undefined];
    for (const [below, { skip }] of levels.slice(0, -1).entries()) {
      const sum = add(below, degree);
      const value = sum && skip !== undefined ? sum.add<tf.Tensor2D>(h[skip] as tf.Tensor2D) : sum;
      h.push(value);
      if (value) inside[below + 1]?.push(φ(value));
    }
  }
  return {
    ...made,
    known: known.map((before, level) => joined([...(before ? [before] : []), ...(inside[level] as tf.Tensor2D[])])),
  };
}

/** A level's sums for the units of one degree of a block, `[batch, units]`, given the values inside the block so far. */
function blockOf(
  { units, terms, bias }: SortedLevel,
  { rows, inputs, levels }: Pass,
  known: Known,
  first: number,
  last: number,
): (degree: number, inside: readonly tf.Tensor2D[][]) => tf.Tensor2D | undefined {
  const begin = units.before(first);
  const width = units.before(last) - begin;
  if (width === 0) return () => undefined;
  const degrees = Array.from({ length: last - first }, (_, i) => first + i);
  const starts = degrees.map((degree) => units.before(degree) - begin);
  const sizes = degrees.map((degree) => units.before(degree + 1) - units.before(degree));
  let base: tf.Tensor2D = bias.slice([0, begin], [-1, width]);
  if (base.shape[0] !== rows) base = tf.zeros<tf.Rank.R2>([rows, width]).add(base);
  const within = terms.map(({ from, W }) => {
    const finished = known[from];
    if (finished) base = finished.matMul(W.slice([0, begin], [finished.shape[1], width])).add(base);
    const source = from === 0 ? inputs : (levels[from - 1] as SortedLevel).units;
    const place = source.before(first);
    const count = source.before(last) - place;
    return { from, W: count === 0 ? undefined : W.slice([place, begin], [count, width]) };
  });
  const filled = sizes.filter((size) => size > 0);
  const groups = (filled.length === 1 ? [base] : tf.split(base, filled, 1)).values() as Iterator<tf.Tensor2D>;
  const bases = sizes.map((size) => (size > 0 ? groups.next().value : undefined) as tf.Tensor2D | undefined);
  return (degree, inside) => {
    const i = degree - first;
    let sum = bases[i];
    if (!sum) return undefined;
    for (const { from, W } of within) {
      const values = joined(inside[from] as tf.Tensor2D[]);
      if (!values || !W) continue;
      sum = values.matMul(W.slice([0, starts[i] as number], [values.shape[1], sizes[i] as number])).add(sum);
    }
    return sum;
  };
}

const joined = (pieces: readonly tf.Tensor2D[]): tf.Tensor2D | undefined =>
  pieces.length < 2 ? pieces[0] : tf.concat(pieces as tf.Tensor2D[], 1);
