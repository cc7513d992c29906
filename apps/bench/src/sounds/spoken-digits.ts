import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { openFile } from '@flows/datasets/node';
import { type Recorded, unpackRecordings } from './packed-recordings.ts';

/** Recordings in their parts. */
export type RecordingParts<T> = { train: T[]; validation: T[]; test: T[] };

const path = fileURLToPath(new URL('../../data/spoken-digits/recordings.gz', import.meta.url));

const testNumbers = 5;
const validationNumbers = 3;

/**
 * 500 spoken digits of one speaker, 8000 samples a second, as μ-law levels: of each digit the recordings 0 to 4 are the
 * test set, as the Free Spoken Digit Dataset has it, 5 to 7 the validation set, and 42 are to train. The digits take
 * turns in every part.
 */
export async function spokenDigits(): Promise<RecordingParts<Recorded>> {
  const recordings = unpackRecordings({ name: path, bytes: gunzipSync((await openFile(path)).bytes) });
  const within = (from: number, to: number) => recordings.filter(({ number }) => number >= from && number < to);
  const firstOfTrain = testNumbers + validationNumbers;
  return {
    test: within(0, testNumbers),
    validation: within(testNumbers, firstOfTrain),
    train: within(firstOfTrain, Infinity),
  };
}
