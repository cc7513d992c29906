import { ConfigError, type Rng, requireCount } from '@flows/core';

/** 1 where an element stays as it is, 0 where it moves. */
export type MaskBit = 0 | 1;

/** Which columns a coupling leaves as they are and which it moves: elements of vectors, channels of images. */
export type Mask = readonly MaskBit[];

/** Which elements of an image `[height][width][channels]` stay and which move: the b of RealNVP's equation 9. */
export type EventMask = readonly (readonly Mask[])[];

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

/** The first ⌈D/2⌉ elements stay; of images, the first half of the channels. */
export const halfMask = (dims: number): Mask =>
  Array.from({ length: dims }, (_, i) => (i < Math.ceil(dims / 2) ? 1 : 0));

/** The first, third, fifth … element stay. */
export const oddEvenMask = (dims: number): Mask => Array.from({ length: dims }, (_, i) => (i % 2 === 0 ? 1 : 0));

/** A random ⌈D/2⌉ of the elements stay. */
export function randomMask(dims: number, rng: Rng): Mask {
  const order = rng.permutation(dims);
  return halfMask(dims).map((_, i) => ((order[i] as number) < Math.ceil(dims / 2) ? 1 : 0));
}

/**
 * The spatial checkerboard (Dinh et al. 2017, section 3.4 and figure 3): what stays are the places whose row and column,
 * from 0, have an odd sum, in all channels.
 *
 * @throws ConfigError for a size that is none, or an image of one place.
 */
export function checkerboardMask([height, width, channels]: readonly [number, number, number]): EventMask {
  requireCount('checkerboardMask', 'height', height);
  requireCount('checkerboardMask', 'width', width, height === 1 ? 2 : 1);
  requireCount('checkerboardMask', 'channels', channels);
  const places = (row: number) => Array.from({ length: width }, (_, column) => ((row + column) % 2) as MaskBit);
  return Array.from({ length: height }, (_, row) => places(row).map((bit) => new Array<MaskBit>(channels).fill(bit)));
}

export const isEventMask = (mask: Mask | EventMask): mask is EventMask => Array.isArray(mask[0]);

/** What a mask moves stays, and what stays is moved. */
export function complement(mask: Mask): Mask;
export function complement(mask: EventMask): EventMask;
export function complement(mask: Mask | EventMask): Mask | EventMask;
export function complement(mask: Mask | EventMask): Mask | EventMask {
  const flipped = (bits: Mask): Mask => bits.map((stays) => (stays === 1 ? 0 : 1));
  return isEventMask(mask) ? mask.map((row) => row.map(flipped)) : flipped(mask);
}

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
  requireMask(who, option, 'half, odd-even, random, ');
  if (isEventMask(option)) throw new ConfigError(`${who}: expected a mask of ${dims} elements, got one of an image`);
  if (option.length !== dims)
    throw new ConfigError(`${who}: expected a mask of ${dims} elements, got ${option.length}`);
  return option;
}

/**
 * Requires a mask that leaves at least one element and moves at least one: a list of 0 and 1, or such lists for each
 * place of an image, all of one length.
 *
 * @param names what else is taken in its place, for the message.
 *
 * @throws ConfigError naming who and what came.
 */
export function requireMask(who: string, mask: unknown, names = ''): asserts mask is Mask | EventMask {
  const bits = isBits(mask) ? mask : isImage(mask) ? mask.flat(2) : [];
  if (!(bits.includes(0) && bits.includes(1))) {
    throw new ConfigError(
      `${who}: expected mask to be ${names}[height][width][channels] or a list of 0 and 1 with both among them, got ${JSON.stringify(mask)?.slice(0, 200)}`,
    );
  }
}

const isBits = (mask: unknown): mask is Mask => Array.isArray(mask) && mask.every((b) => b === 0 || b === 1);

const isRectangle = (rows: unknown): rows is readonly unknown[][] =>
  Array.isArray(rows) && rows.every((row) => Array.isArray(row) && row.length > 0 && row.length === rows[0].length);

const isImage = (mask: unknown): mask is EventMask =>
  isRectangle(mask) && mask.every((row) => isRectangle(row) && row.every(isBits)) && isRectangle(mask.flat());
