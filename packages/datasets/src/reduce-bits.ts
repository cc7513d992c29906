import { ConfigError, DataError, type NumericArray, requireCount, shapeText, sizeOf } from '@flows/core';

/** - `from`, `to`: the number of bits of a pixel before and after; 8 and 5 where absent. */
export type ReduceBitsOptions = { readonly from?: number; readonly to?: number };

/** More bits than these are no image's, and no model counts their levels. */
const mostBits = 16;

/**
 * Images of fewer levels, the highest bits of each pixel, as Glow (Kingma and Dhariwal 2018, section 6) takes 5 of 8:
 *
 *     x' = ⌊x / 2^(from - to)⌋
 *
 * @returns a copy, and the number of its levels, 2^to.
 * @throws DataError where there are not as many numbers as the shape says, or naming the first number that is not whole, or not below 2^from.
 * @throws ConfigError where `to` is above `from`, or `from` above 16.
 */
export function reduceBits(
  { data, shape }: NumericArray,
  { from = 8, to = 5 }: ReduceBitsOptions = {},
): NumericArray & { readonly levels: number } {
  requireCount('reduceBits', 'from', from);
  requireCount('reduceBits', 'to', to);
  if (to > from || from > mostBits) {
    throw new ConfigError(`reduceBits: expected to ≤ from ≤ ${mostBits}, got from ${from} to ${to}`);
  }
  if (sizeOf(shape) !== data.length) {
    throw new DataError(
      `reduceBits: expected ${sizeOf(shape)} numbers for the shape ${shapeText(shape)}, got ${data.length}`,
    );
  }
  const reduced = to <= 8 ? new Uint8Array(data.length) : new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** from) {
      const width = sizeOf(shape.slice(1));
      throw new DataError(
        `reduceBits: expected whole numbers from 0 to ${2 ** from - 1}, got ${value} in row ${Math.floor(i / width)}, element ${i % width}`,
      );
    }
    reduced[i] = value >> (from - to);
  }
  return { data: reduced, shape, levels: 2 ** to };
}
