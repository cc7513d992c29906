import type { NumericArray } from '@flows/core';

/** Rows of levels `[rows, length]`, NaN where a sound has ended, and the sound that each row is of. */
export type SoundRows = { rows: NumericArray; soundOf: number[] };

/**
 * Sounds as rows of one length, whose end is NaN: what is longer is cut into further rows. The beginnings of all sounds
 * come first, in the order of the sounds, then what follows in those that go on.
 */
export function soundRows(sounds: readonly ArrayLike<number>[], length: number): SoundRows {
  const longest = sounds.reduce((most, sound) => Math.max(most, sound.length), 0);
  const pieces: { sound: number; from: number }[] = [];
  for (let from = 0; from < longest; from += length) {
    for (const [sound, levels] of sounds.entries()) if (levels.length > from) pieces.push({ sound, from });
  }
  const data = new Float32Array(pieces.length * length).fill(Number.NaN);
  for (const [row, { sound, from }] of pieces.entries()) {
    const levels = sounds[sound] as ArrayLike<number>;
    const there = Math.min(length, levels.length - from);
    for (let t = 0; t < there; t++) data[row * length + t] = levels[from + t] as number;
  }
  return { rows: { data, shape: [pieces.length, length] }, soundOf: pieces.map(({ sound }) => sound) };
}

/** Rows of sounds whose end is silence, for training: a model learns where a sound ends by what is after it. */
export const endedBySilence = ({ data, shape }: NumericArray, silence: number): NumericArray => ({
  data: Float32Array.from(data, (level) => (Number.isNaN(level) ? silence : level)),
  shape,
});

/** How many samples each row has. */
export function samplesOfRows({ data, shape }: NumericArray): Int32Array {
  const [rows = 0, length = 0] = shape;
  const counts = new Int32Array(rows);
  for (let i = 0; i < rows * length; i++) if (!Number.isNaN(data[i])) (counts[Math.floor(i / length)] as number)++;
  return counts;
}
