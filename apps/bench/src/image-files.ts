import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DataError, type NumericArray, type Rng, shapeText } from '@flows/core';
import { readIdx, type Splits, split } from '@flows/datasets';
import { openFile, openPngFolder } from '@flows/datasets/node';
import type { ImageShape } from '@flows/realnvp';
import type { Labels } from './data-set.ts';

/** A user's images in their parts, of 256 levels, with the class of each where that is known. */
export type ImageFile = { images: Splits; imageShape: ImageShape; labels?: Labels; classes?: number };

/** Images `[rows, height, width, channels]` of 0 to 255, and the class of each, `[rows]`. */
type Part = { images: NumericArray; labels?: NumericArray; classes?: readonly string[] };

type Parts = { train: Part; validation?: Part; test?: Part };

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Whether a path is that of images by its name: a folder, which should have PNG files, or IDX of three or four axes. */
export const isImageFile = (path: string): boolean => isFolder(path) || /idx[34](-ubyte)?(\.gz)?$/i.test(path);

/**
 * Images from an IDX file or a folder of PNG files.
 *
 * - Beside `train-images-idx3-ubyte`, as MNIST and Fashion-MNIST have it, `t10k-images-idx3-ubyte` is the test set, and
 *   `train-labels-idx1-ubyte` and `t10k-labels-idx1-ubyte` are the classes.
 * - Sub-folders `train`, `test` and perhaps `valid` or `val` of a folder are its parts; any others are classes.
 *
 * A part that is missing is split off at random.
 *
 * @throws DataError where a file is malformed, or parts differ in the shape of their images or in their classes.
 */
export async function imageFile(path: string, rng: Rng): Promise<ImageFile> {
  const parts = isFolder(path) ? await pngParts(path) : await idxParts(path);
  const known = [parts.train, parts.validation, parts.test].filter((part) => part !== undefined);
  const imageShape = parts.train.images.shape.slice(1) as unknown as ImageShape;
  for (const { images, classes } of known) {
    if (String(images.shape.slice(1)) === String(imageShape) && String(classes) === String(parts.train.classes))
      continue;
    throw new DataError(
      `${path}: expected images and classes of all parts to be alike, got ${known.map(({ images }) => shapeText(images.shape)).join(', ')}`,
    );
  }
  const { train, validation, test } = splitOf(parts, rng);
  const images = { train: train.images, validation: validation.images, test: test.images };
  const [first, ...others] = [train, validation, test].map(({ labels }) => labels && Uint8Array.from(labels.data));
  const classes = parts.train.classes?.length ?? mostOf(known);
  // Labels are bytes.
  if (first === undefined || others.includes(undefined) || classes > 256) return { images, imageShape };
  const labels = { train: first, validation: others[0], test: others[1] as Uint8Array };
  return { images, imageShape, labels, classes };
}

/** One more than the largest label. */
const mostOf = (parts: readonly Part[]): number =>
  1 + Math.max(...parts.map(({ labels }) => Array.from(labels?.data ?? []).reduce((a, b) => Math.max(a, b), 0)));

/** All three parts: those that there are, and of the training set what is missing, images and labels alike. */
function splitOf({ train, validation, test }: Parts, rng: Rng): Required<Parts> {
  if (validation && test) return { train, validation, test };
  const cut = (array: NumericArray) =>
    split(array, { rng: rng.fork('images'), ...(test && { test: 0 }), ...(validation && { validation: 0 }) });
  const [images, labels] = [cut(train.images), train.labels && cut(train.labels)];
  return {
    train: { images: images.train, labels: labels?.train },
    validation: validation ?? { images: images.validation, labels: labels?.validation },
    test: test ?? { images: images.test, labels: labels?.test },
  };
}

async function pngParts(path: string): Promise<Parts> {
  const inside = (names: readonly string[]) => names.map((name) => join(path, name)).find(isFolder);
  const [train, test] = [inside(['train']), inside(['test'])];
  if (train === undefined || test === undefined) return { train: await openPngFolder(path) };
  const validation = inside(['valid', 'val', 'validation']);
  return {
    train: await openPngFolder(train),
    ...(validation !== undefined && { validation: await openPngFolder(validation) }),
    test: await openPngFolder(test),
  };
}

async function idxParts(path: string): Promise<Parts> {
  const test = standardTrain.test(path) ? beside(path, 't10k-images-idx3-ubyte') : undefined;
  return { train: await idxPart(path), ...(test !== undefined && { test: await idxPart(test) }) };
}

/** The training images of MNIST and its likes. */
const standardTrain = /(^|[/\\])train-images-idx3-ubyte(\.gz)?$/;

/** The name of a path's data: that of its folder where all such files are called alike. */
export const imageFileName = (path: string): string =>
  standardTrain.test(path) ? basename(dirname(resolve(path))) : basename(resolve(path)).replace(/\..*$/, '');

async function idxPart(path: string): Promise<Part> {
  const { data, shape } = readIdx(await openFile(path));
  const [rows = 0, height = 0, width = 0, channels = 1] = shape;
  if (shape.length !== 3 && shape.length !== 4) {
    throw new DataError(
      `${path}: expected [rows, height, width] or [rows, height, width, channels], got ${shapeText(shape)}`,
    );
  }
  const images = { data: bytesOf(path, data), shape: [rows, height, width, channels] };
  const name = basename(path).replace(/\.gz$/, '');
  const labels = name.includes('images-idx3') ? beside(path, name.replace('images-idx3', 'labels-idx1')) : undefined;
  if (labels === undefined) return { images };
  const { data: classes, shape: of } = readIdx(await openFile(labels));
  if (of.length !== 1 || of[0] !== rows) {
    throw new DataError(`${labels}: expected a class for each of ${rows} images, got ${shapeText(of)}`);
  }
  return { images, labels: { data: bytesOf(labels, classes), shape: [rows] } };
}

/** A file in the same folder, gzipped or not, where there is one. */
const beside = (path: string, name: string): string | undefined =>
  [name, `${name}.gz`].map((file) => join(dirname(path), file)).find(existsSync);

function bytesOf(path: string, values: NumericArray['data']): Uint8Array {
  const bytes = Uint8Array.from(values);
  const i = bytes.findIndex((byte, i) => byte !== values[i]);
  if (i >= 0) throw new DataError(`${path}: expected whole numbers from 0 to 255, got ${values[i]} at ${i}`);
  return bytes;
}
