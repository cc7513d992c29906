import { ConfigError, type Rng, requireCount } from '@flows/core';

/** Which elements a coupling leaves as they are (1) and which it moves (0): the b of RealNVP's equation 9. */
export type Mask = readonly (0 | 1)[];

/**
 * How the masks of a stack of couplings are chosen.
 *
 * - `half`: the first half of the elements.
 * - `odd-even`: the first, third, fifth … element (Dinh et al. 2015, section 5.1).
 * - `random`: a random half, drawn anew for each layer.
 * - a mask of one's own.
 *
 * The first three and one's own alternate: every other layer has the complement.
 */
export type MaskOption = 'half' | 'odd-even' | 'random' | Mask;

/** The first ⌈D/2⌉ elements stay. */
export const halfMask = (dims: number): Mask =>
  Array.from({ length: dims }, (_, i) => (i < Math.ceil(dims / 2) ? 1 : 0));

/** The first, third, fifth … element stay. */
export const oddEvenMask = (dims: number): Mask => Array.from({ length: dims }, (_, i) => (i % 2 === 0 ? 1 : 0));

/** A random ⌈D/2⌉ of the elements stay. */
export function randomMask(dims: number, rng: Rng): Mask {
  const order = rng.permutation(dims);
  return halfMask(dims).map((_, i) => ((order[i] as number) < Math.ceil(dims / 2) ? 1 : 0));
}

/** What a mask moves stays, and what stays is moved. */
export const complement = (mask: Mask): Mask => mask.map((stays) => (stays === 1 ? 0 : 1));

/**
 * The masks of `layers` couplings: between them every element is moved.
 *
 * @throws ConfigError where fewer than two elements leave nothing to couple, or for a mask that is none.
 */
export function alternatingMasks(who: string, dims: number, layers: number, option: MaskOption, rng: Rng): Mask[] {
  requireCount(who, 'layers', layers);
  requireCount(who, 'dims', dims, 2);
  const first = firstMask(who, dims, option, rng);
  return Array.from({ length: layers }, (_, layer) => {
    const mask = option === 'random' ? randomMask(dims, rng.fork(layer - (layer % 2))) : first;
    return layer % 2 === 0 ? mask : complement(mask);
  });
}

function firstMask(who: string, dims: number, option: MaskOption, rng: Rng): Mask {
  if (option === 'half') return halfMask(dims);
  if (option === 'odd-even') return oddEvenMask(dims);
  if (option === 'random') return randomMask(dims, rng);
  requireMask(who, option);
  if (option.length !== dims)
    throw new ConfigError(`${who}: expected a mask of ${dims} elements, got ${option.length}`);
  return option;
}

/**
 * Requires a mask that leaves at least one element and moves at least one.
 *
 * @throws ConfigError naming who and what came.
 */
export function requireMask(who: string, mask: unknown): asserts mask is Mask {
  const fits = Array.isArray(mask) && mask.every((b) => b === 0 || b === 1) && mask.includes(0) && mask.includes(1);
  if (!fits) {
    throw new ConfigError(
      `${who}: expected mask to be half, odd-even, random, or a list of 0 and 1 with both among them, got ${JSON.stringify(mask)}`,
    );
  }
}
