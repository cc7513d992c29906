import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { muLaw } from '@flows/autoregressive';
import { DataError, type Rng } from '@flows/core';
import { split } from '@flows/datasets';
import { openWavFolder } from '@flows/datasets/node';
import type { RecordingParts } from './spoken-digits.ts';

/** A user's recordings in their parts, as μ-law levels of 0 to 255. */
export type SoundFolder = { sounds: RecordingParts<Float32Array>; sampleRate: number; longest: number };

const partNames = ['train', 'test', 'valid', 'val', 'validation'];

/** Whether a path is that of a folder that has `.wav` files, or a folder `train` that has some. */
export const isSoundFolder = (path: string): boolean =>
  isFolder(path) && [path, join(path, 'train')].some((folder) => isFolder(folder) && readdirSync(folder).some(isSound));

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const isSound = (name: string): boolean => /^[^.].*\.wav$/i.test(name);

/**
 * Recordings of a folder of WAV files. Sub-folders `train`, `test` and perhaps `valid` or `val` are its parts, otherwise a
 * tenth of the files is kept at random for the test, and a tenth of the rest for validation.
 *
 * @throws DataError where a file is malformed, rates differ, or there are too few files to keep some of them.
 */
export async function soundFolder(path: string, rng: Rng): Promise<SoundFolder> {
  const names = readdirSync(path).filter((name) => partNames.includes(name));
  const parted = names.includes('train') && names.includes('test');
  const folders = parted ? names.map((name) => join(path, name)) : [path];
  const opened = await Promise.all(folders.map((folder) => openWavFolder(folder)));
  const [first] = opened as [(typeof opened)[number]];
  const other = opened.findIndex(({ sampleRate }) => sampleRate !== first.sampleRate);
  if (other >= 0) {
    const { sampleRate } = opened[other] as typeof first;
    throw new DataError(
      `${folders[other]}: expected ${first.sampleRate} samples a second, as ${folders[0]} has, got ${sampleRate}: resample it`,
    );
  }
  const { encode } = muLaw({ levels: 256 });
  const recordings = opened.map(({ recordings }) => recordings.map((samples) => encode(samples)));
  const partOf = (...wanted: string[]) => recordings[names.findIndex((name) => wanted.includes(name))];
  const given = parted ? { test: partOf('test'), validation: partOf('valid', 'val', 'validation') } : {};
  const sounds = splitOff(path, parted ? partOf('train') : recordings[0], given, rng);
  return { sounds, sampleRate: first.sampleRate, longest: Math.max(...recordings.flat().map(({ length }) => length)) };
}

/** All three parts: those that there are, and of the recordings to train what is missing. */
function splitOff(
  path: string,
  train: readonly Float32Array[] = [],
  { test, validation }: { test?: Float32Array[]; validation?: Float32Array[] },
  rng: Rng,
): RecordingParts<Float32Array> {
  if (test && validation) return { train: [...train], validation, test };
  const places = { data: Int32Array.from(train, (_, i) => i), shape: [train.length] };
  try {
    const parts = split(places, {
      rng: rng.fork('sounds'),
      ...(test && { test: 0 }),
      ...(validation && { validation: 0 }),
    });
    const of = ({ data }: { data: ArrayLike<number> }) => Array.from(data, (i) => train[i] as Float32Array);
    return { train: of(parts.train), validation: validation ?? of(parts.validation), test: test ?? of(parts.test) };
  } catch (cause) {
    throw new DataError(
      `${path}: expected at least 11 recordings, of which some are kept for the test, or folders train and test; got ${train.length}: cut them up`,
      { cause },
    );
  }
}
