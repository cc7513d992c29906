import { DataError } from '@flows/core';
import type { FileBytes } from '@flows/datasets';

/** One recording: its samples as μ-law levels of 0 to 255, what is spoken in it, and its number among those of that. */
export type Recorded = { levels: Uint8Array; label: number; number: number };

const headBytes = 4;
const silence = 128;

/**
 * Recordings one after another: a byte of the label, one of the number, two of the length, the lower first, and then each
 * level less that before it, modulo 256, which packs better than the levels; before the first is 128.
 */
export function packRecordings(recordings: readonly Recorded[]): Uint8Array {
  const bytes = new Uint8Array(recordings.reduce((sum, { levels }) => sum + headBytes + levels.length, 0));
  let at = 0;
  for (const { levels, label, number } of recordings) {
    if (levels.length >= 2 ** 16)
      throw new DataError(`packRecordings: expected below 65536 samples, got ${levels.length}`);
    bytes.set([label, number, levels.length % 256, Math.floor(levels.length / 256)], at);
    const differences = levels.map((level, i) => level - (levels[i - 1] ?? silence));
    bytes.set(differences, at + headBytes);
    at += headBytes + levels.length;
  }
  return bytes;
}

/**
 * The recordings that `packRecordings` packed.
 *
 * @throws DataError where the bytes end within one.
 */
export function unpackRecordings({ name, bytes }: FileBytes): Recorded[] {
  const recordings: Recorded[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [label = 0, number = 0, low = 0, high = 0] = bytes.subarray(at, at + headBytes);
    const length = low + 256 * high;
    const levels = bytes.slice(at + headBytes, at + headBytes + length);
    if (levels.length < length || at + headBytes > bytes.length) {
      throw new DataError(`${name}: expected a whole recording at byte ${at}, but the bytes end at ${bytes.length}`);
    }
    let level = silence;
    for (const [i, difference] of levels.entries()) {
      level = (level + difference) % 256;
      levels[i] = level;
    }
    recordings.push({ levels, label, number });
    at += headBytes + length;
  }
  return recordings;
}
