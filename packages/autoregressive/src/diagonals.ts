import type { Cells } from './lstm-scan.ts';
import { inverseOf, type Order } from './take-places.ts';

/** The diagonals of an image, the places (r, c) of each r + c, which are the columns of the skewed image. */
export type Diagonals = {
  /** The rows that each diagonal has: those that lie in the image. */
  readonly rows: readonly Cells[];
  /** Places, counted row by row, diagonal by diagonal: from the left, and of the image with its columns turned round. */
  readonly toDiagonals: readonly [fromLeft: Order, fromRight: Order];
  /**
   * Back to the order of rows; what comes from the right shifted down by one row (van den Oord et al. 2016, "Pixel Recurrent
   * Neural Networks", section 3.2).
   */
  readonly toPlaces: readonly [fromLeft: Order, fromRight: Order];
};

/** The diagonals of an image of these sizes, from the top left to the bottom right. */
export function diagonals(height: number, width: number): Diagonals {
  const rows = Array.from({ length: height + width - 1 }, (_, d): Cells => {
    return [Math.max(0, d - width + 1), Math.min(height, d + 1)];
  });
  const cells = rows.flatMap(([from, to], d) =>
    Array.from({ length: to - from }, (_, i) => [from + i, d - from - i] as const),
  );
  const fromLeft = cells.map(([row, column]) => row * width + column);
  const fromRight = cells.map(([row, column]) => row * width + width - 1 - column);
  const [left, right] = [inverseOf(fromLeft), inverseOf(fromRight)];
  const shifted = right.map((_, place) => (place < width ? -1 : (right[place - width] as number)));
  return { rows, toDiagonals: [fromLeft, fromRight], toPlaces: [left, shifted] };
}
