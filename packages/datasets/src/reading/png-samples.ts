import { DataError } from '@flows/core';
import { Unzlib } from 'fflate';
import { type PngHeader, type PngPass, passesOf, samplesOf } from './png-header.ts';

/** Deflate makes at most 1032 bytes of one. */
const mostInflated = 1032;
/** What a step inflates is small, so that more than the header promises is met at once. */
const stepBytes = 4096;

/**
 * The samples of an image, `[height, width, samples]`, each a whole number below 2^depth, from its deflated rows (W3C,
 * Portable Network Graphics, sections 7 to 10).
 *
 * @throws DataError where they are damaged, of another size than the header promises, or more than `maxBytes`.
 */
export function pngSamples(
  name: string,
  header: PngHeader,
  data: readonly Uint8Array[],
  { maxBytes }: { maxBytes: number },
): Uint8Array {
  const { width, height, depth } = header;
  const samples = samplesOf(header);
  const passes = passesOf(header);
  const size = passes.reduce((sum, { rows, rowBytes }) => sum + rows * (1 + rowBytes), 0);
  const held = data.reduce((sum, { length }) => sum + length, 0);
  if (size > mostInflated * held) {
    throw new DataError(`${name}: ${width}x${height} pixels take ${size} bytes, more than its ${held} can hold`);
  }
  if (Math.max(size, width * height * samples) > maxBytes) {
    throw new DataError(`${name}: ${width}x${height} pixels take more than maxBytes, ${maxBytes}`);
  }
  const bytes = inflated(name, data, size);
  const image = new Uint8Array(width * height * samples);
  let at = 0;
  for (const pass of passes) {
    const rows = bytes.subarray(at, at + pass.rows * (1 + pass.rowBytes));
    unfilter(name, rows, pass, Math.max(1, (samples * depth) / 8));
    place(rows, pass, header, image);
    at += rows.length;
  }
  return image;
}

function inflated(name: string, data: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  const stream = new Unzlib((chunk) => {
    if (at + chunk.length > size) throw new DataError(`${name}: holds more pixels than its header promises`);
    bytes.set(chunk, at);
    at += chunk.length;
  });
  try {
    for (const part of data) {
      for (let from = 0; from < part.length; from += stepBytes) stream.push(part.subarray(from, from + stepBytes));
    }
    stream.push(new Uint8Array(0), true);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${name}: the deflated pixels are damaged: ${(error as Error).message}`, { cause: error });
  }
  if (at < size) throw new DataError(`${name}: expected ${size} bytes of pixels, got ${at}: is it truncated?`);
  return bytes;
}

/** Takes the filter from each row, which has its number before it: none, Sub, Up, Average or Paeth. */
function unfilter(name: string, bytes: Uint8Array, { rows, rowBytes }: PngPass, pixelBytes: number): void {
  for (let row = 0; row < rows; row++) {
    const start = row * (1 + rowBytes) + 1;
    const filter = bytes[start - 1] as number;
    if (filter > 4) throw new DataError(`${name}: expected a filter of 0 to 4, got ${filter} in row ${row}`);
    if (filter === 0) continue;
    for (let i = 0; i < rowBytes; i++) {
      const left = i < pixelBytes ? 0 : (bytes[start + i - pixelBytes] as number);
      const up = row === 0 ? 0 : (bytes[start + i - rowBytes - 1] as number);
      const corner = row === 0 || i < pixelBytes ? 0 : (bytes[start + i - rowBytes - 1 - pixelBytes] as number);
      bytes[start + i] = (bytes[start + i] as number) + predicted(filter, left, up, corner);
    }
  }
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Writes the samples of a pass to where they lie in the image. */
function place(rows: Uint8Array, pass: PngPass, header: PngHeader, image: Uint8Array): void {
  const { width, depth } = header;
  const samples = samplesOf(header);
  const { left, top, right, down, columns, rowBytes } = pass;
  const mask = 2 ** depth - 1;
  for (let row = 0; row < pass.rows; row++) {
    const start = row * (1 + rowBytes) + 1;
    if (depth === 8 && right === 1) {
      image.set(rows.subarray(start, start + rowBytes), (top + row * down) * rowBytes);
      continue;
    }
    for (let i = 0; i < columns * samples; i++) {
      const bit = i * depth;
      const value = ((rows[start + (bit >> 3)] as number) >> (8 - depth - (bit & 7))) & mask;
      const column = left + Math.floor(i / samples) * right;
      image[((top + row * down) * width + column) * samples + (i % samples)] = value;
    }
  }
}
