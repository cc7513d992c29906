import { ConfigError, type NumericArray, shapeText, sizeOf } from '@flows/core';
import { inflateSync } from 'fflate';
import { digitsData } from './digits-data.ts';

const rows = 1797;
const pixels = 64;

export type Digits = {
  /** `[1797, 64]`, or `[1797, 8, 8, 1]`: whole numbers from 0, paper, to 16, ink. */
  readonly images: NumericArray;
  /** The digit that was written, `[1797]`. */
  readonly labels: NumericArray;
  /** The number of values that a pixel can have. */
  readonly levels: number;
};

/**
 * 1,797 handwritten digits of 8x8 pixels, the test set of the UCI repository's "Optical Recognition of Handwritten
 * Digits" (Alpaydin and Kaynak 1998), as scikit-learn ships it. Unpacked anew at every call.
 *
 * - `eventShape`: the shape of one image.
 *
 * @throws ConfigError where `eventShape` is neither [64] nor [8, 8, 1].
 */
export function digits({ eventShape = [pixels] }: { eventShape?: readonly [64] | readonly [8, 8, 1] } = {}): Digits {
  if (!['[64]', '[8, 8, 1]'].includes(shapeText(eventShape))) {
    throw new ConfigError(`digits: expected eventShape to be [64] or [8, 8, 1], got ${shapeText(eventShape)}`);
  }
  const packed = Uint8Array.from(atob(digitsData), (character) => character.charCodeAt(0));
  const table = inflateSync(packed);
  const images = new Float32Array(rows * sizeOf(eventShape));
  const labels = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * (pixels + 1);
    images.set(table.subarray(start, start + pixels), row * pixels);
    labels[row] = table[start + pixels] as number;
  }
  return {
    images: { data: images, shape: [rows, ...eventShape] },
    labels: { data: labels, shape: [rows] },
    levels: 17,
  };
}
