import { basename, resolve } from 'node:path';
import { muLaw } from '@flows/autoregressive';
import type { Rng } from '@flows/core';
import { type DataEntry, firstLabelled, firstRows } from '../data-entry.ts';
import { soundFolder } from './sound-files.ts';
import { soundRows } from './sound-rows.ts';
import { spokenDigits } from './spoken-digits.ts';

const levels = 256;

/** What sounds of 256 μ-law levels have in common. */
const factsOf = (sampleRate: number) => ({
  levels,
  sound: { sampleRate, silence: muLaw({ levels }).encode([0])[0] as number },
  standardisedFigures: false,
});

/** The least multiple of 1024 that the longest of the recordings, 7038 samples, fits in. */
const wholeDigit = 7168;

export const spokenDigitsEntry: DataEntry = {
  title: 'Spoken digits of one speaker, 8 kHz (FSDD)',
  kind: 'sound',
  load: async (rows, length = wholeDigit) => {
    const { train, validation, test } = await spokenDigits();
    const parts = [train, validation, test].map((recordings) => {
      const { rows, soundOf } = soundRows(
        recordings.map(({ levels }) => levels),
        length,
      );
      return { rows, labels: Uint8Array.from(soundOf, (sound) => recordings[sound]?.label as number) };
    });
    const [ofTrain, ofValidation, ofTest] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]];
    const images = { train: ofTrain.rows, validation: ofValidation.rows, test: ofTest.rows };
    const labels = { train: ofTrain.labels, validation: ofValidation.labels, test: ofTest.labels };
    return { ...firstLabelled({ images, labels, classes: 10 }, rows), ...factsOf(8000) };
  },
};

/** The most samples of a row where nobody says; what is longer is cut. */
const mostSamples = 8192;

export const soundFolderEntry = (path: string, rng: Rng): DataEntry => ({
  title: basename(resolve(path)),
  kind: 'sound',
  load: async (rows, length) => {
    const { sounds, sampleRate, longest } = await soundFolder(path, rng);
    const rowsOf = (part: readonly Float32Array[]) => soundRows(part, length ?? Math.min(longest, mostSamples)).rows;
    const parts = { train: rowsOf(sounds.train), validation: rowsOf(sounds.validation), test: rowsOf(sounds.test) };
    return { ...firstRows(parts, rows), ...factsOf(sampleRate) };
  },
});
