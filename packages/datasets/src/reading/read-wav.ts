import { DataError } from '@flows/core';
import { ByteView } from './byte-view.ts';
import { defaultMaxBytes, type FileBytes, type UnpackOptions } from './file-bytes.ts';
import { type WavFormat, wavFormat } from './wav-format.ts';

/** Sound: the samples of each channel, all equally many, from -1 to 1, and how many there are in a second. */
export type Recording = { readonly channels: readonly Float32Array[]; readonly sampleRate: number };

/**
 * The sound of a WAV file (RIFF/WAVE): PCM of 8, 16, 24 or 32 bits, or IEEE 754 numbers of 32 or 64, plain or
 * extensible. Its chunks may come in any order; those that are not needed are passed over, as is what follows the RIFF.
 *
 *     x = (b - 128) / 128 of 8 bits, x = b / 2^(bits - 1) of others, numbers as they are
 *
 * - `maxBytes`: the most bytes that the samples may take as float32; 1 GiB unless told.
 *
 * @throws DataError where the bytes are no WAV file or truncated, have no sample or part of one, are compressed, or a
 *   number is not finite.
 */
export function readWav(file: FileBytes, { maxBytes = defaultMaxBytes }: UnpackOptions = {}): Recording {
  const { name } = file;
  const chunks = chunksOf(file);
  const format = wavFormat(name, onlyOf(name, chunks, 'fmt '));
  const data = onlyOf(name, chunks, 'data');
  const frames = data.length / format.frame;
  if (frames === 0 || !Number.isInteger(frames)) {
    throw new DataError(
      `${name}: expected at least one frame of ${format.frame} bytes and none in part, got ${data.length} bytes of sound`,
    );
  }
  const needed = 4 * frames * format.channels;
  if (needed > maxBytes)
    throw new DataError(`${name}: its samples take ${needed} bytes, more than maxBytes, ${maxBytes}`);
  return { channels: samplesOf(name, data, format), sampleRate: format.sampleRate };
}

type Chunk = { id: string; content: Uint8Array };

function chunksOf(file: FileBytes): Chunk[] {
  const { name, bytes } = file;
  const view = new ByteView(file);
  const [riff, wave] = [view.text(0, 4), view.text(8, 4)];
  if (riff !== 'RIFF' || wave !== 'WAVE') {
    throw new DataError(`${name}: expected a WAV file, which begins with RIFF, a size and WAVE`);
  }
  const end = 8 + view.uint32(4);
  if (end > bytes.length) throw tooLong(name, 'RIFF', { at: 0, size: end - 8, end: bytes.length });
  const chunks: Chunk[] = [];
  for (let at = 12; at < end; ) {
    const [id, size] = [view.text(at, 4), view.uint32(at + 4)];
    if (at + 8 + size > end) throw tooLong(name, id, { at, size, end });
    chunks.push({ id, content: view.bytes(at + 8, size) });
    // A chunk of an odd size has a byte after it that does not count.
    at += 8 + size + (size % 2);
  }
  return chunks;
}

function tooLong(name: string, id: string, { at, size, end }: { at: number; size: number; end: number }): DataError {
  return new DataError(
    `${name}: expected ${size} bytes in ${JSON.stringify(id)} at byte ${at}, but they end at byte ${end}: is it truncated?`,
  );
}

function onlyOf(name: string, chunks: readonly Chunk[], id: string): Uint8Array {
  const [first, ...more] = chunks.filter((chunk) => chunk.id === id);
  if (first === undefined || more.length > 0) {
    throw new DataError(`${name}: expected one chunk ${JSON.stringify(id)}, got ${first ? more.length + 1 : 'none'}`);
  }
  return first.content;
}

function samplesOf(name: string, data: Uint8Array, { channels, frame, numbers, bits }: WavFormat): Float32Array[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const read = readers[`${numbers} ${bits}`] as (view: DataView, at: number) => number;
  const frames = data.length / frame;
  return Array.from({ length: channels }, (_, channel) => {
    const samples = new Float32Array(frames);
    for (let i = 0; i < frames; i++) samples[i] = read(view, i * frame + (channel * bits) / 8);
    const i = numbers === 'float' ? samples.findIndex((x) => !Number.isFinite(x)) : -1;
    if (i >= 0)
      throw new DataError(`${name}: expected finite samples, got ${samples[i]} at ${i} of channel ${channel}`);
    return samples;
  });
}

const readers: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  'whole 8': (view, at) => (view.getUint8(at) - 128) / 2 ** 7,
  'whole 16': (view, at) => view.getInt16(at, true) / 2 ** 15,
  'whole 24': (view, at) => (view.getInt8(at + 2) * 2 ** 16 + view.getUint16(at, true)) / 2 ** 23,
  'whole 32': (view, at) => view.getInt32(at, true) / 2 ** 31,
  'float 32': (view, at) => view.getFloat32(at, true),
  'float 64': (view, at) => view.getFloat64(at, true),
};
