import { ConfigError, type Rng } from '@flows/core';

/**
 * The connectivity integers m of one level of units (Germain et al. 2015, section 4): a unit of degree m may see the
 * first m elements of the ordering.
 */
export type Degrees = readonly number[];

/**
 * An ordering by the degree of each element: element i is the `order[i]`-th, from 1 to D.
 *
 * `sequential` is 1, …, D; `reversed` D, …, 1.
 */
export type OrderOption = 'sequential' | 'reversed' | Degrees;

/**
 * The degrees of the D elements of an event.
 *
 * @param who what the error names.
 * @throws ConfigError where the order does not hold each of 1, …, D once.
 */
export function inputDegrees(dims: number, order: OrderOption, who = 'inputDegrees'): Degrees {
  const sequential = Array.from({ length: dims }, (_, i) => i + 1);
  if (order === 'sequential') return sequential;
  if (order === 'reversed') return sequential.reverse();
  const sorted = Array.isArray(order) ? [...order].sort((a, b) => a - b) : [];
  const fits = sorted.length === dims && sorted.every((m, i) => m === sequential[i]);
  if (!fits) {
    throw new ConfigError(
      `${who}: expected order to be sequential, reversed, or each of 1 to ${dims} once, got ${JSON.stringify(order)}`,
    );
  }
  return [...order];
}

/** The degrees of elements in a random order. */
export const randomDegrees = (dims: number, rng: Rng): Degrees => rng.permutation(dims).map((place) => place + 1);

/**
 * Degrees of `width` hidden units, spread evenly over `least`, …, D - 1 and sorted, so that masked weights are block
 * triangular. Where there are fewer units than degrees they skip some, so that the last elements may not see those just
 * before them. The paper draws degrees, and has `least` = 1; with a context, units of degree 0, which see it alone, let
 * it reach the first element too.
 *
 * They are part of what a file of a masked network means, and are not in it: other degrees would need another kind.
 *
 * @throws ConfigError where one unit would have to see both the context alone and elements.
 */
export function hiddenDegrees(width: number, dims: number, least: 0 | 1): Degrees {
  const lowest = Math.min(least, dims - 1);
  const kinds = dims - lowest;
  if (width === 1 && lowest === 0 && dims > 1) {
    throw new ConfigError(
      'hiddenDegrees: expected at least 2 units in a layer with a context, which one of them sees alone',
    );
  }
  return Array.from({ length: width }, (_, k) => lowest + Math.floor((k * kinds) / width));
}

/** Degrees of `width` hidden units drawn evenly from `least`, …, D - 1, for connectivity that is resampled. */
export function randomHiddenDegrees(width: number, dims: number, least: number, rng: Rng): Degrees {
  const lowest = Math.min(least, dims - 1);
  return Array.from({ length: width }, () => lowest + rng.integer(dims - lowest));
}
