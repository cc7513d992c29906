/** The rows of a fold's parts, by number. */
export type FoldRows = { train: readonly number[]; validation: readonly number[]; test: readonly number[] };

/**
 * Cuts rows in a random order into `folds` parts that differ by one row at most: part `fold`, from 0, for the test, the
 * part after it (of the last, the first) for validation, the others to train. Every row is in one fold's test.
 */
export function foldRows(order: readonly number[], { fold, folds }: { fold: number; folds: number }): FoldRows {
  const part = (k: number) =>
    order.slice(Math.floor((k * order.length) / folds), Math.floor(((k + 1) * order.length) / folds));
  const next = (fold + 1) % folds;
  const others = Array.from({ length: folds }, (_, k) => k).filter((k) => k !== fold && k !== next);
  return { train: others.flatMap(part), validation: part(next), test: part(fold) };
}
