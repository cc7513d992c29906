import * as tf from '@tensorflow/tfjs';
import type { SortedLevel } from './sorted-levels.ts';
import type { SortedUnits } from './sorted-units.ts';

/** What all blocks of a sequential pass have in common; see `sequentialPass`. */
export type Pass = {
  readonly rows: number;
  readonly elements: SortedUnits;
  readonly inputs: SortedUnits;
  readonly levels: readonly SortedLevel[];
  readonly φ: (h: tf.Tensor2D) => tf.Tensor2D;
  readonly next: (theta: tf.Tensor2D, i: number) => tf.Tensor2D;
  readonly embed: (x: tf.Tensor2D) => tf.Tensor2D;
};

/** Elements and their parameters, in the order of degrees. */
export type Passed = { x: tf.Tensor2D[]; theta: tf.Tensor2D[] };

/** Of x and of each level above, φ(h) of the units that are known. */
export type Known = (tf.Tensor2D | undefined)[];

/** Degrees `first` to `last` (excluded). */
export type BlockOfDegrees = { readonly first: number; readonly last: number };

/** Computes the units of a block of degrees: its elements, and all that is known then. */
export function passBlock(pass: Pass, known: Known, block: BlockOfDegrees): Passed & { known: Known } {
  const { elements, levels, φ, next, embed } = pass;
  const inside = known.map(() => new Joined());
  const sums = levels.map((level) => sumsOf(level, pass, known, block));
  const passed: Passed = { x: [], theta: [] };
  for (let degree = block.first; degree < block.last; degree++) {
    // The outputs first: they see units of lower degrees alone.
    const theta = sums.at(-1)?.(degree, inside);
    if (theta) {
      const x = next(theta, elements.order[elements.before(degree)] as number);
      passed.theta.push(theta);
      passed.x.push(x);
      inside[0]?.push(embed(x));
    }
    const h: (tf.Tensor2D | undefined)[] = [undefined];
    for (const [below, { skip }] of levels.slice(0, -1).entries()) {
      const sum = sums[below]?.(degree, inside);
      const value = sum && skip !== undefined ? sum.add<tf.Tensor2D>(h[skip] as tf.Tensor2D) : sum;
      h.push(value);
      if (value) inside[below + 1]?.push(φ(value));
    }
  }
  return {
    ...passed,
    known: known.map((before, level) => {
      const here = inside[level]?.columns;
      return before && here ? tf.concat([before, here], 1) : (before ?? here);
    }),
  };
}

/**
 * From a degree of a block, and the values inside the block that are known so far, to a level's sums for its units of
 * that degree, `[batch, units]`; undefined where it has none. What finished blocks contribute is added at once.
 */
function sumsOf(
  { units, terms, bias }: SortedLevel,
  { rows, inputs, levels }: Pass,
  known: Known,
  { first, last }: BlockOfDegrees,
): (degree: number, inside: readonly Joined[]) => tf.Tensor2D | undefined {
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
    const base = bases[i];
    return (
      base &&
      tf.tidy(() =>
        within.reduce((sum, { from, W }) => {
          const values = inside[from]?.columns;
          if (!values || !W) return sum;
          return values.matMul(W.slice([0, starts[i] as number], [values.shape[1], sizes[i] as number])).add(sum);
        }, base),
      )
    );
  };
}

/** Columns that are joined to those before them as they come; what was joined meanwhile is freed. */
class Joined {
  columns: tf.Tensor2D | undefined;
  #isOwn = false;

  push(piece: tf.Tensor2D): void {
    const before = this.columns;
    this.columns = before ? tf.concat([before, piece], 1) : piece;
    if (this.#isOwn) before?.dispose();
    this.#isOwn = before !== undefined;
  }
}
