import { DataError, type NumericArray } from '@flows/core';
import type { FileBytes } from '@flows/datasets';

/**
 * Rows of `dims` bits, the most significant bit of a byte first, as numbers of 0 and 1: `[rows, dims]`.
 *
 * - `dims`: bits in a row, a multiple of 8.
 * - `order`: the rows to read, by their number from 0; all of them where absent.
 *
 * @throws DataError where the bytes are no whole number of rows.
 */
export function readBits(
  { name, bytes }: FileBytes,
  { dims, order }: { dims: number; order?: readonly number[] },
): NumericArray {
  const width = dims / 8;
  const rows = bytes.length / width;
  if (rows === 0 || !Number.isInteger(rows)) {
    throw new DataError(`${name}: expected rows of ${width} bytes, got ${bytes.length} bytes; unpack the file anew`);
  }
  const read = order ?? Array.from({ length: rows }, (_, row) => row);
  const data = new Uint8Array(read.length * dims);
  for (const [i, row] of read.entries()) {
    for (let bit = 0; bit < dims; bit++) {
      const byte = bytes[row * width + (bit >> 3)] as number;
      data[i * dims + bit] = (byte >> (7 - (bit & 7))) & 1;
    }
  }
  return { data, shape: [read.length, dims] };
}
