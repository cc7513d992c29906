import { DataError } from '@flows/core';

/** How a WAV file's samples lie. */
export type WavFormat = {
  readonly channels: number;
  /** Samples of each channel in a second. */
  readonly sampleRate: number;
  /** Whole numbers, or IEEE 754 numbers. */
  readonly numbers: 'whole' | 'float';
  readonly bits: number;
  /** The bytes of one sample of every channel. */
  readonly frame: number;
};

const numbersOf: Readonly<Record<number, { numbers: WavFormat['numbers']; bits: readonly number[] }>> = {
  1: { numbers: 'whole', bits: [8, 16, 24, 32] },
  3: { numbers: 'float', bits: [32, 64] },
};

/** What else files often have, for the message. */
const others: Readonly<Record<number, string>> = {
  2: 'ADPCM',
  6: 'A-law',
  7: 'μ-law',
  17: 'IMA ADPCM',
  49: 'GSM',
  85: 'MP3',
};

const extensible = 0xfffe;

/** The end of {xxxxxxxx-0000-0010-8000-00AA00389B71}, of which the first two bytes are the format. */
const subFormatEnd = [0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113];

const mostChannels = 64;
const mostRate = 1_000_000;

/**
 * The chunk `fmt ` of a WAV file (Microsoft, "New multimedia data types and data techniques", 1994, WAVEFORMATEX and
 * WAVEFORMATEXTENSIBLE), little-endian: format, channels, samples a second, bytes a second, bytes a frame, bits.
 *
 * @throws DataError where it describes no samples of 8, 16, 24 or 32 bits, or IEEE 754 numbers of 32 or 64.
 */
export function wavFormat(name: string, bytes: Uint8Array): WavFormat {
  if (bytes.length < 16) throw new DataError(`${name}: expected a chunk "fmt " of 16 bytes, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [channels, sampleRate] = [view.getUint16(2, true), view.getUint32(4, true)];
  const [frame, bits] = [view.getUint16(12, true), view.getUint16(14, true)];
  const { numbers, bits: known } = numbersIn(name, view);
  const told = numbers === 'whole' ? 'whole numbers' : 'IEEE 754 numbers';
  if (!known.includes(bits)) {
    throw new DataError(`${name}: expected ${told} of ${known.join(', ')} bits, got ${bits}: convert it to 16 bits`);
  }
  if (channels < 1 || channels > mostChannels) {
    throw new DataError(`${name}: expected 1 to ${mostChannels} channels, got ${channels}`);
  }
  if (sampleRate < 1 || sampleRate > mostRate) {
    throw new DataError(`${name}: expected 1 to ${mostRate} samples a second, got ${sampleRate}`);
  }
  if (frame !== (channels * bits) / 8) {
    throw new DataError(
      `${name}: expected frames of ${(channels * bits) / 8} bytes, of ${channels} channels of ${bits} bits, got ${frame}`,
    );
  }
  return { channels, sampleRate, numbers, bits, frame };
}

/** What numbers the format, or the sub-format of an extensible one, stands for. */
function numbersIn(name: string, view: DataView): (typeof numbersOf)[number] {
  const tag = view.getUint16(0, true);
  const code = tag === extensible ? subFormatOf(name, view) : tag;
  const found = numbersOf[code];
  if (found !== undefined) return found;
  const told = others[code] === undefined ? '' : `, ${others[code]}`;
  throw new DataError(`${name}: expected PCM, format 1 or 3, got ${code}${told}: convert it to 16-bit PCM`);
}

function subFormatOf(name: string, view: DataView): number {
  if (view.byteLength < 40) {
    throw new DataError(`${name}: expected an extensible "fmt " of 40 bytes, got ${view.byteLength}`);
  }
  const isOther = subFormatEnd.some((byte, i) => byte !== view.getUint8(26 + i));
  if (isOther) throw new DataError(`${name}: expected a sub-format of PCM, got another: convert it to 16-bit PCM`);
  return view.getUint16(24, true);
}
