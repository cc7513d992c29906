import type { NumericArray } from '@flows/core';
import { rowsOf } from '../data-set.ts';
import { ink, pictureOf } from './picture.ts';

/**
 * Square images, `[rows, side²]` of whole numbers below `levels`, as one PNG in a data URI: so many columns of them, row
 * after row, with a pixel of paper between.
 */
export function mosaic(images: NumericArray, { columns, levels }: { columns: number; levels: number }): string {
  const count = rowsOf(images);
  const side = Math.sqrt(images.data.length / count);
  const cell = side + 1;
  const width = columns * cell - 1;
  const pixels = new Float64Array(width * (Math.ceil(count / columns) * cell - 1));
  for (let i = 0; i < count * side * side; i++) {
    const image = Math.floor(i / (side * side));
    const x = (image % columns) * cell + (i % side);
    const y = Math.floor(image / columns) * cell + (Math.floor(i / side) % side);
    pixels[y * width + x] = (images.data[i] as number) / (levels - 1);
  }
  return pictureOf(pixels, width, ink);
}
