import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NumericArray, rng } from '@flows/core';
import { digits, readCsv, readSplits, type Splits, split, type ToyName, toy, toys } from '@flows/datasets';
import { openFile } from '@flows/datasets/node';
import { binarizedMnist } from './binarized-mnist.ts';
import { type DataEntry, firstLabelled, firstRows, type Used } from './data-entry.ts';
import { type DataSet, type Labelled, rowsOf, takeRows } from './data-set.ts';
import { imageFile, imageFileName, isImageFile } from './image-files.ts';
import { isEnergy } from './is-energy.ts';
import { mnist } from './mnist.ts';
import { ofBits } from './of-bits.ts';
import type { DataKind, Rows } from './profiles/profile.ts';
import { soundFolderEntry, spokenDigitsEntry } from './sounds/sound-entries.ts';
import { isSoundFolder } from './sounds/sound-files.ts';

/** Every run sees the same rows in the same parts, whatever its seeds. */
const dataRng = rng('flows-bench data');

const proteinPath = fileURLToPath(new URL('../data/protein.csv.gz', import.meta.url));

/** The data sets that need no file of the user's. */
export const dataSets: Readonly<Record<string, DataEntry>> = {
  ...Object.fromEntries((Object.keys(toys) as ToyName[]).map((name) => [name, toyEntry(name)])),
  protein: {
    title: 'Protein tertiary structure (UCI), standardised',
    kind: 'table',
    load: async (rows) => ({
      ...firstRows(splitInOrder(readCsv(await openFile(proteinPath))), rows),
      standardisedFigures: true,
    }),
  },
  digits: {
    title: 'Handwritten digits, 8x8 (UCI)',
    kind: 'image',
    load: async (rows) => ({
      ...firstLabelled(splitDigits(), rows),
      imageShape: [8, 8, 1],
      levels: digits().levels,
      lambda: 0.05,
      standardisedFigures: false,
    }),
  },
  'binarized-mnist': {
    title: 'Binarized MNIST, 28x28, static split',
    kind: 'image',
    load: async (rows) => ({
      ...firstRows(await binarizedMnist(rows), rows),
      imageShape: [28, 28, 1],
      levels: 2,
      lambda: 0.05,
      standardisedFigures: false,
    }),
  },
  mnist: {
    title: 'MNIST, 28x28, 256 levels of grey',
    kind: 'image',
    load: async (rows) => ({
      ...firstLabelled(await mnist(), rows),
      imageShape: [28, 28, 1],
      levels: 256,
      lambda: 1e-6,
      standardisedFigures: false,
    }),
  },
  'spoken-digits': spokenDigitsEntry,
};

function toyEntry(name: ToyName): DataEntry {
  return {
    title: `${name}, a density over the plane`,
    kind: 'toy',
    load: async ({ train = 100_000, test = 50_000 }) => ({
      dims: 2,
      train: toy(name).sample(train, dataRng.fork(`${name} train`)),
      test: toy(name).sample(test, dataRng.fork(`${name} test`)),
      entropy: toy(name).entropy,
      trueLogProb: toy(name).logProb,
      standardisedFigures: false,
    }),
  };
}

const fileEntry = (path: string): DataEntry => ({
  title: basename(path),
  kind: 'table',
  load: async (rows) => ({
    ...firstRows(readSplits(await openFile(path), { rng: dataRng.fork('file') }), rows),
    standardisedFigures: false,
  }),
});

const imageFileEntry = (path: string): DataEntry => ({
  title: imageFileName(path),
  kind: 'image',
  load: async (rows) => {
    const { images, imageShape, labels, classes } = await imageFile(path, dataRng.fork('file'));
    const labelled = labels !== undefined && classes !== undefined;
    return {
      ...(labelled ? firstLabelled({ images, labels, classes }, rows) : firstRows(images, rows)),
      imageShape,
      levels: 256,
      lambda: 1e-6,
      standardisedFigures: false,
    };
  },
});

/** A data set by its name, or a file or folder of the user's by its path. */
function entryOf(data: string): DataEntry {
  const known = dataSets[data];
  if (known !== undefined) return known;
  // A folder is one of images unless it has sounds.
  if (isSoundFolder(data)) return soundFolderEntry(data, dataRng.fork('file'));
  return isImageFile(data) ? imageFileEntry(data) : fileEntry(data);
}

export const isKnownData = (data: string): boolean =>
  Object.hasOwn(dataSets, data) || isEnergy(data) || existsSync(data);

export const kindOfData = (data: string): DataKind => entryOf(data).kind;

/** The name of a data set; of a file, its name without extensions. */
export const nameOfData = (data: string): string => (Object.hasOwn(dataSets, data) ? data : imageFileName(data));

const loaded = new Map<string, Promise<DataSet>>();

/**
 * A data set, split; each is read once in a process.
 *
 * @throws DataError where a file is malformed.
 * @throws ConfigError where its images have more than 2^bits levels, but not a power of two.
 */
export function loadData(data: string, { rows = {}, bits, length }: Used = {}): Promise<DataSet> {
  const key = JSON.stringify([data, rows, bits, length]);
  const found = loaded.get(key) ?? load(data, { rows, bits, length });
  loaded.set(key, found);
  return found;
}

async function load(data: string, { rows, bits, length }: Used & { rows: Rows }): Promise<DataSet> {
  const { title, kind, load } = entryOf(data);
  const whole = { name: nameOfData(data), title, kind, ...(await load(rows, length)) };
  return bits === undefined ? whole : ofBits(whole, bits);
}

/** The digits and their labels in one random order. */
function splitDigits(): Labelled {
  const { images, labels } = digits();
  const alike = (array: NumericArray) => split(array, { rng: dataRng.fork('digits') });
  const { train, validation, test } = alike(labels);
  const whole = ({ data }: NumericArray) => Uint8Array.from(data);
  return {
    images: alike(images),
    labels: { train: whole(train), validation: whole(validation), test: whole(test) },
    classes: 10,
  };
}

/** The last tenth for the test, then the last tenth of the rest for validation, of rows in a random order already. */
function splitInOrder(table: NumericArray): Splits {
  const rows = rowsOf(table);
  const test = rows - Math.floor(rows / 10);
  const validation = test - Math.floor(test / 10);
  return {
    train: takeRows(table, 0, validation),
    validation: takeRows(table, validation, test),
    test: takeRows(table, test, rows),
  };
}
