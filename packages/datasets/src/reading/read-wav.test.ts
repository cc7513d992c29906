import { DataError } from '@flows/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extensibleEnd, type WavParts, wavFiles, wavOf } from './fixtures/wav.ts';
import { readWav } from './read-wav.ts';

const read = (parts: WavParts) => readWav({ name: 'x.wav', bytes: wavOf(parts) });

test.each(wavFiles)('$name, which Python wrote, has the samples that it was given', ({ file, sound }) => {
  const { channels, sampleRate } = readWav(file);
  expect({ sampleRate, channels: channels.map((channel) => [...channel]) }).toEqual(sound);
});

const littleEndian = (bytes: 4 | 8, ...values: number[]) =>
  values.flatMap((value) => [
    ...new Uint8Array((bytes === 4 ? Float32Array : Float64Array).of(value).buffer as ArrayBuffer),
  ]);

test('IEEE 754 numbers of 32 and 64 bits are samples as they are, beyond 1 too', () => {
  for (const bytes of [4, 8] as const) {
    const { channels } = read({ format: 3, bits: 8 * bytes, data: littleEndian(bytes, 0.5, -1.25, 0) });
    expect(channels).toEqual([Float32Array.of(0.5, -1.25, 0)]);
  }
});

test('an extensible header says by its sub-format what the samples are', () => {
  expect(read({ format: 0xfffe, extension: extensibleEnd(1), data: [0, 64] }).channels).toEqual([Float32Array.of(0.5)]);
  const float = { format: 0xfffe, bits: 32, extension: extensibleEnd(3), data: littleEndian(4, 0.25) };
  expect(read(float).channels).toEqual([Float32Array.of(0.25)]);
});

test('chunks come in any order, others among them, and those of an odd size have a byte behind', () => {
  const order = ['LIST', 'data', 'junk', 'fmt '];
  const { channels, sampleRate } = read({ bits: 8, sampleRate: 22050, data: [128, 192, 0], order });
  expect([channels, sampleRate]).toEqual([[Float32Array.of(0, 0.5, -1)], 22050]);
});

test('what follows the RIFF is passed over', () => {
  const bytes = Uint8Array.from([...wavOf({ data: [0, 64] }), 1, 2, 3]);
  expect(readWav({ name: 'x.wav', bytes }).channels).toEqual([Float32Array.of(0.5)]);
});

test.each<[string, WavParts, string]>([
  ['μ-law', { format: 7, bits: 8, data: [1] }, 'expected PCM, format 1 or 3, got 7, μ-law: convert it'],
  ['an unknown format', { format: 0x1234, data: [1, 2] }, 'got 4660: convert it'],
  ['an unknown sub-format', { format: 0xfffe, extension: extensibleEnd(2), data: [0, 0] }, 'got 2, ADPCM'],
  ['an extensible header without its end', { format: 0xfffe, data: [0, 0] }, 'expected an extensible "fmt " of 40'],
  ['12 bits', { bits: 12, data: [0, 0] }, 'expected whole numbers of 8, 16, 24, 32 bits, got 12'],
  ['half-precision numbers', { format: 3, bits: 16, data: [0, 0] }, 'expected IEEE 754 numbers of 32, 64 bits, got 16'],
  ['no channel', { channels: 0, frame: 2, data: [0, 0] }, 'expected 1 to 64 channels, got 0'],
  ['65535 channels', { channels: 65535, bits: 8, data: [0, 0] }, 'expected 1 to 64 channels, got 65535'],
  ['no rate', { sampleRate: 0, data: [0, 0] }, 'expected 1 to 1000000 samples a second, got 0'],
  ['an absurd rate', { sampleRate: 2 ** 32 - 1, data: [0, 0] }, 'got 4294967295'],
  ['frames that do not fit', { frame: 4, data: [0, 0, 0, 0] }, 'expected frames of 2 bytes, of 1 channels of 16 bits'],
  ['frames of no byte', { frame: 0, data: [0, 0] }, 'got 0'],
  ['a part of a frame', { data: [0, 0, 0] }, 'expected at least one frame of 2 bytes and none in part, got 3 bytes'],
  ['no sample', { data: [] }, 'got 0 bytes of sound'],
  ['no header', { data: [0, 0], order: ['data'] }, 'expected one chunk "fmt ", got none'],
  ['no data', { order: ['fmt '] }, 'expected one chunk "data", got none'],
  ['two of them', { data: [0, 0], order: ['fmt ', 'data', 'data'] }, 'expected one chunk "data", got 2'],
  [
    'more data than the file',
    { data: [0, 0], dataSize: 2 ** 32 - 1 },
    'expected 4294967295 bytes in "data" at byte 36',
  ],
  ['a RIFF beyond the file', { data: [0, 0], riffSize: 2 ** 32 - 1 }, 'in "RIFF" at byte 0, but they end at byte 46'],
  ['a number that is none', { format: 3, bits: 32, data: littleEndian(4, 0, NaN) }, 'got NaN at 1 of channel 0'],
  ['a number beyond float32', { format: 3, bits: 64, data: littleEndian(8, 1e300) }, 'got Infinity at 0'],
])('a file of %s is a DataError that says so', (_, parts, message) => {
  expect(() => read(parts)).toThrow(DataError);
  expect(() => read(parts)).toThrow('x.wav: ');
  expect(() => read(parts)).toThrow(message);
});

test('another format, and samples that take more than the caller allows, are refused', () => {
  expect(() => readWav({ name: 'x.wav', bytes: new TextEncoder().encode('RIFX1234WAVEfmt ') })).toThrow(
    'begins with RIFF',
  );
  const file = { name: 'x.wav', bytes: wavOf({ bits: 8, data: [1, 2, 3] }) };
  expect(() => readWav(file, { maxBytes: 11 })).toThrow('its samples take 12 bytes, more than maxBytes, 11');
});

test('a WAV of any header gives samples or a DataError', () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const parts = fc.record({
    format: fc.constantFrom(1, 1, 1, 3, 3, 7, 0xfffe),
    channels: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(65535)),
    sampleRate: fc.oneof(fc.constant(8000), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
    frame: optional(fc.integer({ min: 0, max: 16 })),
    bits: fc.constantFrom(8, 16, 24, 32, 64, 0, 12),
    extension: fc.oneof(
      fc.array(fc.integer({ min: 0, max: 255 })),
      fc.constantFrom(extensibleEnd(1), extensibleEnd(3)),
    ),
    data: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 48 }),
    dataSize: optional(size),
    riffSize: optional(size),
    order: fc.array(fc.constantFrom('fmt ', 'data', 'LIST'), { maxLength: 4 }),
  });
  const all = fc.record({ parts, fits: fc.boolean() });
  fc.assert(
    fc.property(all, ({ parts: { dataSize, riffSize, order, frame, ...others }, fits }) => {
      const header = fits ? others : { dataSize, riffSize, order, frame, ...others };
      try {
        const { channels } = read(header);
        for (const channel of channels) expect(channel.every(Number.isFinite)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
        expect((error as Error).message).toContain('x.wav');
      }
    }),
    { seed: 0, numRuns: 2000 },
  );
});
