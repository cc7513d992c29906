import type { Degrees } from './degrees.ts';

/** Rows `from` to `to` (excluded) of a masked weight matrix, which are zero in all columns before `first`. */
export type Panel = { readonly from: number; readonly to: number; readonly first: number };

/** Fewer rows than this are not worth a product of their own. */
const FEWEST_ROWS = 128;
/** Panels begin at multiples of this, which the rows of a product are read by. */
const ALIGNMENT = 16;

/**
 * Cuts a masked weight matrix into panels of rows that leave out most of its zeros. Where the degrees of both levels are
 * sorted the matrix is block triangular, and the columns that a panel's first row cannot reach no other of its rows can.
 * The first panel has all columns; degrees that are not sorted, and small matrices, make one panel.
 */
export function panelsOf(from: Degrees, to: Degrees): Panel[] {
  const sorted = [from, to].every((degrees) => degrees.every((m, k) => k === 0 || m >= (degrees[k - 1] as number)));
  const count = sorted ? Math.max(1, Math.floor(from.length / FEWEST_ROWS)) : 1;
  const cuts = Array.from({ length: count + 1 }, (_, i) => (i * from.length) / count).map(aligned);
  cuts[count] = from.length;
  return cuts.slice(0, -1).map((row, i) => {
    const reached = to.findIndex((degree) => degree >= (from[row] as number));
    return {
      from: row,
      to: cuts[i + 1] as number,
      first: i === 0 ? 0 : aligned(reached < 0 ? to.length - 1 : reached),
    };
  });
}

const aligned = (place: number): number => Math.floor(place / ALIGNMENT) * ALIGNMENT;
