import { DataError } from '@flows/core';
import { expect, test } from 'vitest';
import { packRecordings, unpackRecordings } from './packed-recordings.ts';

const recordings = [
  { levels: Uint8Array.of(0, 255, 128, 128), label: 3, number: 0 },
  { levels: new Uint8Array(300).map((_, i) => 7 * i), label: 9, number: 49 },
];

test('recordings come back as they were packed', () => {
  expect(unpackRecordings({ name: 'x', bytes: packRecordings(recordings) })).toEqual(recordings);
});

test('bytes that end within a recording are a DataError that says where', () => {
  const bytes = packRecordings(recordings);
  for (const end of [3, 7, 10, bytes.length - 1]) {
    const cut = { name: 'x', bytes: bytes.subarray(0, end) };
    expect(() => unpackRecordings(cut)).toThrow(DataError);
    expect(() => unpackRecordings(cut)).toThrow(`x: expected a whole recording at byte ${end > 8 ? 8 : 0}`);
  }
});

test('a recording that is too long for its length is refused', () => {
  const long = { levels: new Uint8Array(2 ** 16), label: 0, number: 0 };
  expect(() => packRecordings([long])).toThrow('expected below 65536 samples, got 65536');
});
