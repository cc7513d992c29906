import { ConfigError, DataError } from '@flows/core';
import { expect, test } from 'vitest';
import { wavFiles } from './reading/fixtures/wav.ts';
import { readWav } from './reading/read-wav.ts';
import { writeWav } from './write-wav.ts';

test('a file of one channel of 16 bits is, byte by byte, what Python writes', () => {
  const { file, sound } = wavFiles.find(({ name }) => name.startsWith('16 bits, 1')) as (typeof wavFiles)[number];
  expect(writeWav({ samples: sound.channels[0] as number[], sampleRate: sound.sampleRate })).toEqual(file.bytes);
});

test('samples come back within half a step, and those beyond 1 clipped', () => {
  const samples = Float32Array.from({ length: 999 }, (_, i) => Math.sin(i) * 0.9999);
  const { channels, sampleRate } = readWav({ name: 'x.wav', bytes: writeWav({ samples, sampleRate: 16000 }) });
  expect(sampleRate).toBe(16000);
  for (const [i, x] of samples.entries())
    expect(Math.abs((channels[0]?.[i] as number) - x)).toBeLessThanOrEqual(2 ** -16);
  const clipped = readWav({ name: 'x.wav', bytes: writeWav({ samples: [2, -Infinity], sampleRate: 1 }) });
  expect(clipped.channels[0]).toEqual(Float32Array.of(1 - 2 ** -15, -1));
});

test('what is no sound is refused', () => {
  expect(() => writeWav({ samples: [], sampleRate: 8000 })).toThrow(DataError);
  expect(() => writeWav({ samples: [0, NaN], sampleRate: 8000 })).toThrow(
    'expected samples to be numbers, got NaN at 1',
  );
  for (const sampleRate of [0, 0.5, 2e6, NaN])
    expect(() => writeWav({ samples: [0], sampleRate })).toThrow(ConfigError);
});
