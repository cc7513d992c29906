import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataError, type NumericArray, type Shape, shapeText, sizeOf } from '@flows/core';
import { defaultMaxBytes, type FileBytes, type UnpackOptions } from './reading/file-bytes.ts';
import { readPng } from './reading/read-png.ts';
import { type Recording, readWav } from './reading/read-wav.ts';

/**
 * A file's bytes under its path, as the readers take them.
 *
 * @throws DataError where it cannot be read, or has more than `maxBytes`.
 */
export async function openFile(path: string, { maxBytes = defaultMaxBytes }: UnpackOptions = {}): Promise<FileBytes> {
  return reading(path, async () => {
    const { size } = await stat(path);
    if (size > maxBytes) throw new DataError(`${path}: has ${size} bytes, more than maxBytes, ${maxBytes}`);
    return { name: path, bytes: await readFile(path) };
  });
}

export type PngFolder = {
  /** `[rows, height, width, channels]`: whole numbers from 0 to 255. */
  readonly images: NumericArray;
  /** `[rows]`: which of `classes` each image is in, where they lie in sub-folders. */
  readonly labels?: NumericArray;
  /** The names of the sub-folders in their order. */
  readonly classes?: readonly string[];
};

/**
 * All `.png` files of a folder, as `readPng` reads them, in the order of their names as text. Where they lie in
 * sub-folders, and none beside these, each sub-folder is a class.
 *
 * - `maxBytes`: the most bytes that all pixels together may take; 1 GiB unless told.
 *
 * @throws DataError where there is none, they lie beside sub-folders that have some too, one is malformed, or differs
 *   from the first in its size or channels, naming the file.
 */
export async function openPngFolder(path: string, options: UnpackOptions = {}): Promise<PngFolder> {
  const entries = await entriesOf(path);
  const files = pngsOf(path, entries);
  const folders = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => ({ name, files: pngsOf(join(path, name), await entriesOf(join(path, name))) })),
  );
  const classes = folders.filter(({ files }) => files.length > 0);
  if (classes.length === 0) return { images: await imagesOf(path, files, options) };
  const [beside] = files;
  if (beside !== undefined) {
    throw new DataError(
      `${beside}: lies beside sub-folders that have .png files too; move it to one of them, each of which is a class`,
    );
  }
  const labels = classes.flatMap(({ files }, label) => files.map(() => label));
  return {
    images: await imagesOf(
      path,
      classes.flatMap(({ files }) => files),
      options,
    ),
    labels: { data: Int32Array.from(labels), shape: [labels.length] },
    classes: classes.map(({ name }) => name),
  };
}

export type WavFolder = {
  /** The names of the files, without `.wav`. */
  readonly names: readonly string[];
  /** The samples of each, from -1 to 1: the mean of its channels. */
  readonly recordings: readonly Float32Array[];
  /** How many samples there are in a second, in all of them. */
  readonly sampleRate: number;
};

/**
 * All `.wav` files of a folder, as `readWav` reads them, in the order of their names as text; sub-folders are left out.
 *
 * - `maxBytes`: the most bytes that the samples of all channels together may take, as float32; 1 GiB unless told.
 *
 * @throws DataError where there is none, one is malformed, or has another rate than the first, naming the file.
 */
export async function openWavFolder(
  path: string,
  { maxBytes = defaultMaxBytes }: UnpackOptions = {},
): Promise<WavFolder> {
  const files = filesOf(path, await entriesOf(path), /\.wav$/i);
  const recordings: Float32Array[] = [];
  let sampleRate: number | undefined;
  let left = maxBytes;
  for (const file of files) {
    const recording = readWav(await openFile(file, { maxBytes }), { maxBytes: left });
    sampleRate ??= recording.sampleRate;
    if (recording.sampleRate !== sampleRate) {
      throw new DataError(
        `${file}: expected ${sampleRate} samples a second, as ${files[0]} has, got ${recording.sampleRate}: resample it`,
      );
    }
    recordings.push(mono(recording));
    left -= recording.channels.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
  if (sampleRate === undefined) throw new DataError(`${path}: expected .wav files in the folder, got none`);
  return { names: files.map((file) => basename(file).slice(0, -4)), recordings, sampleRate };
}

/** The mean of the channels. */
function mono({ channels }: Recording): Float32Array {
  const [first, ...others] = channels as readonly [Float32Array, ...Float32Array[]];
  if (others.length === 0) return first;
  return first.map((x, i) => others.reduce((sum, channel) => sum + (channel[i] as number), x) / channels.length);
}

/** What is in a folder, in the order of names; what is hidden is left out. */
async function entriesOf(path: string): Promise<Dirent[]> {
  const entries = await reading(path, () => readdir(path, { withFileTypes: true }));
  return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
}

const filesOf = (path: string, entries: readonly Dirent[], extension: RegExp): string[] =>
  entries.filter((entry) => !entry.isDirectory() && extension.test(entry.name)).map(({ name }) => join(path, name));

const pngsOf = (path: string, entries: readonly Dirent[]): string[] => filesOf(path, entries, /\.png$/i);

async function imagesOf(
  path: string,
  files: readonly string[],
  { maxBytes = defaultMaxBytes }: UnpackOptions,
): Promise<NumericArray> {
  let shape: Shape | undefined;
  let data = new Uint8Array(0);
  for (const [i, file] of files.entries()) {
    const pixels = readPng(await openFile(file, { maxBytes }), { maxBytes });
    if (shape === undefined) {
      shape = pixels.shape;
      data = new Uint8Array(requireRoom(path, files.length * sizeOf(shape), maxBytes));
    }
    if (String(pixels.shape) !== String(shape)) {
      throw new DataError(
        `${file}: expected [height, width, channels] of ${shapeText(shape)}, as ${files[0]} has, got ${shapeText(pixels.shape)}`,
      );
    }
    data.set(pixels.data, i * pixels.data.length);
  }
  if (shape === undefined)
    throw new DataError(`${path}: expected .png files in the folder or its sub-folders, got none`);
  return { data, shape: [files.length, ...shape] };
}

function requireRoom(path: string, bytes: number, maxBytes: number): number {
  if (bytes > maxBytes) {
    throw new DataError(`${path}: its images take ${bytes} bytes, more than maxBytes, ${maxBytes}; raise maxBytes`);
  }
  return bytes;
}

/** What is read from a path, any error of the system's a DataError that names it. */
async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`${path}: cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
