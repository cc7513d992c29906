import { gzipSync } from 'node:zlib';
import { DataError } from '@flows/core';
import { expect, test } from 'vitest';
import { gunzip } from './gunzip.ts';

const content = Uint8Array.from({ length: 20_000 }, (_, i) => (i * i) >> 7);
const packed = Uint8Array.from(gzipSync(content));
const flipped = (at: number) =>
  packed.map((byte, i) => (i === (at < 0 ? packed.length + at : at) ? byte ^ 0x10 : byte));

test('a gzip file comes out as it went in, and any other stays as it is', () => {
  expect(gunzip({ name: 'x', bytes: packed })).toEqual({ name: 'x', bytes: content });
  expect(gunzip({ name: 'x', bytes: content }).bytes).toBe(content);
});

test.each([1, 4078, 4090, 4096, 9000])(
  'members of a gzip file follow one another, the first of about %i bytes',
  (size) => {
    // Random bytes do not shrink, so that the first member ends near where a step of the reader does.
    const first = Uint8Array.from({ length: size }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 13) & 0xff);
    const bytes = Uint8Array.from([...gzipSync(first), ...packed]);
    expect(gunzip({ name: 'x', bytes }).bytes).toEqual(Uint8Array.from([...first, ...content]));
  },
);

test.each([
  ['truncated in its data', packed.slice(0, packed.length / 2)],
  ['truncated in its checksum', packed.slice(0, -3)],
  ['cut off after its magic', packed.slice(0, 2)],
  ['of another checksum', flipped(-6)],
  ['of another size', flipped(-2)],
  ['damaged in its data', flipped(2000)],
  ['followed by something else', Uint8Array.from([...packed, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
])('a gzip file %s is refused', (_, bytes) => {
  expect(() => gunzip({ name: 'x.gz', bytes })).toThrow(DataError);
  expect(() => gunzip({ name: 'x.gz', bytes })).toThrow(/^x\.gz: /);
});

test('a bomb is refused at the size that the caller allows', () => {
  const bytes = Uint8Array.from(gzipSync(new Uint8Array(4e6)));
  expect(() => gunzip({ name: 'bomb.gz', bytes }, { maxBytes: 1e6 })).toThrow('unpacks to more than maxBytes, 1000000');
  expect(gunzip({ name: 'bomb.gz', bytes }, { maxBytes: 4e6 }).bytes.length).toBe(4e6);
});
