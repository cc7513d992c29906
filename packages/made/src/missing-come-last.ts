import type { Degrees } from './degrees.ts';

/**
 * Whether every missing element comes after every observed one in the order of the elements' degrees, so that
 * p(x_missing | x_observed) is a product of the order's own conditionals.
 */
export function missingComeLast(missing: readonly boolean[], degrees: Degrees): boolean {
  const observed = missing.filter((gap) => !gap).length;
  return missing.every((gap, i) => gap === (degrees[i] as number) > observed);
}
