import type { NumericArray } from '@flows/core';
import type { ImageShape } from '@flows/realnvp';
import { rowsOf } from '../data-set.ts';
import { colourPictureOf, ink, pictureOf } from './picture.ts';

/**
 * - `columns`: how many images stand beside each other.
 * - `levels`: the images are whole numbers below it.
 * - `shape`: the height, the width and the channels of an image; square and grey where absent.
 */
type MosaicOptions = { columns: number; levels: number; shape?: ImageShape };

/**
 * Images, `[rows, ...]`, as one PNG in a data URI: so many columns of them, row after row, with a pixel of paper between.
 * Three channels are red, green and blue; of any other number the first is shown, from paper to ink.
 */
export function mosaic(images: NumericArray, { columns, levels, shape }: MosaicOptions): string {
  const count = rowsOf(images);
  const [height, width, channels] = shape ?? squareOf(images.data.length / count);
  const shown = channels === 3 ? 3 : 1;
  const across = columns * (width + 1) - 1;
  const down = Math.ceil(count / columns) * (height + 1) - 1;
  const pixels = new Float64Array(across * down * shown).fill(shown === 3 ? 1 : 0);
  for (let i = 0; i < count * height * width; i++) {
    const [image, pixel] = [Math.floor(i / (height * width)), i % (height * width)];
    const x = (image % columns) * (width + 1) + (pixel % width);
    const y = Math.floor(image / columns) * (height + 1) + Math.floor(pixel / width);
    for (let c = 0; c < shown; c++) {
      pixels[(y * across + x) * shown + c] = (images.data[i * channels + c] as number) / (levels - 1);
    }
  }
  return shown === 3 ? colourPictureOf(pixels, across) : pictureOf(pixels, across, ink);
}

function squareOf(dims: number): ImageShape {
  const side = Math.sqrt(dims);
  return [side, side, 1];
}
