import { DataError, type Shape } from '@flows/core';
import { defaultMaxBytes, type FileBytes, type UnpackOptions } from './file-bytes.ts';
import { type PngChunks, pngChunks } from './png-chunks.ts';
import { type PngHeader, samplesOf } from './png-header.ts';
import { pngSamples } from './png-samples.ts';

/** The pixels of one image, `[height, width, channels]`: whole numbers from 0 to 255. */
export type Pixels = { readonly data: Uint8Array; readonly shape: Shape };

/**
 * The pixels of a PNG file, of one channel where it is grey and of three, red, green and blue, where it is not or has a
 * palette. Samples of fewer than 8 bits are scaled to 0 to 255; colour profiles and gamma are left as they are.
 *
 * @throws DataError where the bytes are no PNG or damaged, a pixel is not opaque, or samples have 16 bits.
 */
export function readPng(file: FileBytes, { maxBytes = defaultMaxBytes }: UnpackOptions = {}): Pixels {
  const chunks = pngChunks(file);
  const { header, data } = chunks;
  const { width, height, colour } = header;
  const channels = colour === 0 || colour === 4 ? 1 : 3;
  if (width * height * channels > maxBytes) {
    throw new DataError(`${file.name}: ${width}x${height} pixels take more than maxBytes, ${maxBytes}`);
  }
  const samples = pngSamples(file.name, header, data, { maxBytes });
  return {
    data: colour === 3 ? coloured(file.name, samples, chunks) : opaque(file.name, samples, chunks),
    shape: [height, width, channels],
  };
}

/** The colours of places in the palette. */
function coloured(name: string, places: Uint8Array, { header, palette, transparency }: PngChunks): Uint8Array {
  const colours = palette as Uint8Array;
  const pixels = new Uint8Array(3 * places.length);
  for (const [i, place] of places.entries()) {
    if (3 * place >= colours.length) {
      throw new DataError(
        `${name}: expected a palette of ${colours.length / 3} colours to have that of number ${place}`,
      );
    }
    if ((transparency?.[place] ?? 255) < 255) throw seeThrough(name, header, i);
    pixels.set(colours.subarray(3 * place, 3 * place + 3), 3 * i);
  }
  return pixels;
}

/** Grey or colour scaled to 0 to 255, without an opacity. */
function opaque(name: string, samples: Uint8Array, { header, transparency }: PngChunks): Uint8Array {
  const { depth, colour } = header;
  const [each, most, hasAlpha] = [samplesOf(header), 2 ** depth - 1, colour >= 4];
  if (depth === 8 && !hasAlpha && transparency === undefined) return samples;
  const channels = each > 2 ? 3 : 1;
  const clear = hasAlpha ? undefined : clearOf(transparency, channels);
  const pixels = new Uint8Array((samples.length / each) * channels);
  for (let i = 0; i < samples.length / each; i++) {
    const at = i * each;
    const transparent = hasAlpha
      ? (samples[at + channels] as number) < most
      : clear?.every((sample, c) => sample === samples[at + c]);
    if (transparent) throw seeThrough(name, header, i);
    for (let c = 0; c < channels; c++) pixels[i * channels + c] = ((samples[at + c] as number) * 255) / most;
  }
  return pixels;
}

/** The samples of the one colour that means transparent. */
function clearOf(transparency: Uint8Array | undefined, channels: number): number[] | undefined {
  if (transparency === undefined) return undefined;
  return Array.from({ length: channels }, (_, c) => 256 * (transparency[2 * c] ?? 0) + (transparency[2 * c + 1] ?? 0));
}

function seeThrough(name: string, { width }: PngHeader, i: number): DataError {
  return new DataError(
    `${name}: expected opaque pixels, got a transparent one in row ${Math.floor(i / width)}, column ${i % width}: lay it on a background first`,
  );
}
