import { ConfigError, DataError } from '@flows/core';

/** - `samples`: of one channel, from -1 to 1; those beyond are clipped. - `sampleRate`: how many there are in a second. */
export type WavOptions = { samples: ArrayLike<number>; sampleRate: number };

const headerBytes = 44;
const most = (2 ** 32 - headerBytes) / 2;

/**
 * A WAV file of one channel of 16-bit PCM, what every player takes: round(2^15 x) of each sample x, within -2^15 and
 * 2^15 - 1, so that `readWav` gives samples back within 2^-16, or 2^-15 of 1.
 *
 * @throws ConfigError where the rate is no whole number of at least 1 and at most a million.
 * @throws DataError where a sample is not a number, or there are none or too many.
 */
export function writeWav({ samples, sampleRate }: WavOptions): Uint8Array<ArrayBuffer> {
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate > 1_000_000) {
    throw new ConfigError(`writeWav: expected sampleRate to be a whole number from 1 to 1000000, got ${sampleRate}`);
  }
  const { length } = samples;
  if (length === 0 || length > most) throw new DataError(`writeWav: expected 1 to ${most} samples, got ${length}`);
  const bytes = new Uint8Array(headerBytes + 2 * length);
  const view = new DataView(bytes.buffer);
  writeHeader(view, { length, sampleRate });
  for (let i = 0; i < length; i++) {
    const x = samples[i] as number;
    if (Number.isNaN(x)) throw new DataError(`writeWav: expected samples to be numbers, got NaN at ${i}`);
    view.setInt16(headerBytes + 2 * i, Math.min(2 ** 15 - 1, Math.max(-(2 ** 15), Math.round(x * 2 ** 15))), true);
  }
  return bytes;
}

/** RIFF, `fmt ` of PCM, one channel, and the head of `data`. */
function writeHeader(view: DataView, { length, sampleRate }: { length: number; sampleRate: number }): void {
  const text = (at: number, word: string) => {
    for (let i = 0; i < word.length; i++) view.setUint8(at + i, word.charCodeAt(i));
  };
  text(0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + 2 * length, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  const [pcm, channels, bytesOfFrame, bits] = [1, 1, 2, 16];
  view.setUint16(20, pcm, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * bytesOfFrame, true);
  view.setUint16(32, bytesOfFrame, true);
  view.setUint16(34, bits, true);
  text(36, 'data');
  view.setUint32(40, 2 * length, true);
}
