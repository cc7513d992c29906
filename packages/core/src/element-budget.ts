import { WeightsError } from './errors.ts';

/** A file names sizes up to this without holding as many numbers: those of parts that have no weights. */
const freeSize = 65536;

let budget = Number.POSITIVE_INFINITY;
let largest = Number.POSITIVE_INFINITY;

/**
 * Runs `build`, which may make variables of at most `elements` numbers in all, and parts of sizes of the same order: a
 * stranger's file describes what it likes, and must not cost more than it holds.
 */
export function withinBudget<T>(elements: number, build: () => T): T {
  const outer = { budget, largest };
  budget = elements;
  largest = Math.max(freeSize, elements);
  try {
    return build();
  } finally {
    ({ budget, largest } = outer);
  }
}

/**
 * Takes a variable of `size` numbers out of the budget.
 *
 * @throws WeightsError where it does not reach.
 */
export function spend(size: number): void {
  if (size > budget) {
    throw new WeightsError(`load: the config asks for ${size} numbers where the file holds ${budget} more`);
  }
  budget -= size;
}

/** The largest size that may be asked for; infinite outside of `withinBudget`. */
export const largestSize = (): number => largest;
