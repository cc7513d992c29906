import type { NumericArray } from '@flows/core';
import { pixelsOf, type Window } from './window.ts';

/** Points of the plane as a picture of `pixels` a side: brighter where more of them fall into a pixel. */
export function dots(points: NumericArray, window: Window, pixels: number): Float64Array {
  const counts = new Float64Array(pixels * pixels);
  for (const pixel of pixelsOf(points, window, pixels)) if (pixel >= 0) counts[pixel] = (counts[pixel] as number) + 1;
  return counts.map((count) => (count === 0 ? 0 : 1 - 0.55 ** count));
}
