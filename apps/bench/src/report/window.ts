import type { NumericArray } from '@flows/core';
import { rowsOf } from '../data-set.ts';

/** A square of the plane. */
export type Window = { left: number; bottom: number; side: number };

/** The square about all but the outermost 0.2 % of points of the plane, with a margin. */
export function windowOn(points: readonly NumericArray[]): Window {
  const [left, right] = range(points, 0);
  const [bottom, top] = range(points, 1);
  const side = 1.16 * Math.max(right - left, top - bottom);
  return { left: (left + right - side) / 2, bottom: (bottom + top - side) / 2, side };
}

function range(points: readonly NumericArray[], axis: 0 | 1): [low: number, high: number] {
  const values = points.flatMap(({ data }) => Array.from(data).filter((_, i) => i % 2 === axis)).sort((a, b) => a - b);
  const at = (fraction: number) => values[Math.round(fraction * (values.length - 1))] as number;
  return [at(0.001), at(0.999)];
}

/** The centres of a window's pixels, row after row from the top: `[pixels², 2]`. */
export function pixelCentres({ left, bottom, side }: Window, pixels: number): NumericArray {
  const data = new Float32Array(2 * pixels * pixels);
  for (let i = 0; i < pixels * pixels; i++) {
    data[2 * i] = left + ((i % pixels) + 0.5) * (side / pixels);
    data[2 * i + 1] = bottom + side - (Math.floor(i / pixels) + 0.5) * (side / pixels);
  }
  return { data, shape: [pixels * pixels, 2] };
}

/** The pixel that each point falls into, as `pixelCentres` counts them; -1 outside of the window. */
export function pixelsOf(points: NumericArray, { left, bottom, side }: Window, pixels: number): Int32Array {
  const at = new Int32Array(rowsOf(points));
  for (let row = 0; row < at.length; row++) {
    const column = Math.floor((((points.data[2 * row] as number) - left) / side) * pixels);
    const line = pixels - 1 - Math.floor((((points.data[2 * row + 1] as number) - bottom) / side) * pixels);
    const inside = column >= 0 && column < pixels && line >= 0 && line < pixels;
    at[row] = inside ? line * pixels + column : -1;
  }
  return at;
}
