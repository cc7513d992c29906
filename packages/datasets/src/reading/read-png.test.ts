import { inflateSync } from 'node:zlib';
import { DataError } from '@flows/core';
import { expect, test } from 'vitest';
import { type PngParts, pngImages, pngOf } from './fixtures/png.ts';
import { pngChunks } from './png-chunks.ts';
import { readPng } from './read-png.ts';

const read = (parts: PngParts) => readPng({ name: 'x.png', bytes: pngOf(parts) });

test.each(pngImages)(
  '$name, which another program wrote, has the pixels that it was given',
  ({ file, shape, values }) => {
    const pixels = readPng(file);
    expect(pixels.shape).toEqual(shape);
    expect([...pixels.data]).toEqual(values);
  },
);

test('every filter is met in those files', () => {
  const filters = pngImages.slice(0, 4).flatMap(({ file, shape }) => {
    const { data, header } = pngChunks(file);
    const rowBytes = (shape[1] as number) * ({ 0: 1, 2: 3, 4: 2, 6: 4 }[header.colour] as number);
    const bytes = inflateSync(Buffer.concat(data));
    return Array.from({ length: shape[0] as number }, (_, row) => bytes[row * (1 + rowBytes)]);
  });
  expect(new Set(filters)).toEqual(new Set([0, 1, 2, 3, 4]));
});

test('interlaced images of any size have their pixels where they belong', () => {
  // One pixel after another, pass after pass: the first row of the eight by eight pattern of Adam7 is 1 6 4 6 2 6 4 6.
  const passes = {
    1: [[0, 1]],
    2: [[0, 1, 2]],
    3: [
      [0, 1],
      [0, 2],
      [0, 3, 4],
    ],
  } as const;
  const of = (width: number, height: number, rows: readonly (readonly number[])[]) => [
    ...read({ width, height, interlace: 1, rows: rows.flat() }).data,
  ];
  expect(of(1, 1, passes[1])).toEqual([1]);
  expect(
    of(2, 1, [
      [0, 1],
      [0, 2],
    ]),
  ).toEqual([1, 2]);
  expect(of(2, 2, passes[3])).toEqual([1, 2, 3, 4]);
});

test('bytes within larger memory, as Node reads files, are read from where they begin', () => {
  const file = pngOf({ width: 2, height: 1, rows: [0, 7, 8] });
  const bytes = Buffer.concat([Buffer.from([1, 2, 3]), file]).subarray(3);
  expect(readPng({ name: 'x.png', bytes })).toEqual({ data: Uint8Array.of(7, 8), shape: [1, 2, 1] });
});

test('chunks that a reader may pass over are passed over, and the rows may lie in several', () => {
  const rows = [0, 7, 8];
  expect(
    read({
      width: 2,
      height: 1,
      rows,
      chunks: [
        ['tEXt', [65, 0, 66]],
        ['IDAT', []],
      ],
    }).data,
  ).toEqual(Uint8Array.of(7, 8));
});

test('a colour that means transparent is refused only where a pixel has it', () => {
  const grey = (clear: number) => read({ width: 2, height: 1, rows: [0, 7, 8], chunks: [['tRNS', [0, clear]]] });
  expect(grey(9).data).toEqual(Uint8Array.of(7, 8));
  expect(() => grey(8)).toThrow('x.png: expected opaque pixels, got a transparent one in row 0, column 1');
});

const palette = ['PLTE', [1, 2, 3, 4, 5, 6]] as const;
const pixel = { width: 1, height: 1, rows: [0, 7] };

test.each<[string, PngParts, string]>([
  ['a transparent grey pixel', { ...pixel, colour: 4, rows: [0, 7, 254] }, 'lay it on a background first'],
  ['a transparent colour', { ...pixel, colour: 6, rows: [0, 7, 7, 7, 0] }, 'in row 0, column 0'],
  ['a transparent place', { ...pixel, colour: 3, rows: [0, 1], chunks: [palette, ['tRNS', [255, 0]]] }, 'opaque'],
  ['a place past its palette', { ...pixel, colour: 3, rows: [0, 2], chunks: [palette] }, 'palette of 2 colours'],
  ['no palette', { ...pixel, colour: 3 }, 'expected the palette'],
  ['a palette of half a colour', { ...pixel, colour: 3, chunks: [['PLTE', [1, 2]]] }, 'got 2 bytes'],
  ['16 bits a channel', { ...pixel, depth: 16, rows: [0, 7, 7] }, 'got 16: convert it to 8'],
  ['a depth that is none', { ...pixel, depth: 3 }, 'expected a PNG header, got 3, 0, 0, 0, 0'],
  ['a colour type that is none', { ...pixel, colour: 5 }, 'expected a PNG header, got 8, 5'],
  ['no pixel', { ...pixel, width: 0 }, 'expected at least one pixel, got 0x1'],
  ['a filter that is none', { ...pixel, rows: [5, 7] }, 'expected a filter of 0 to 4, got 5 in row 0'],
  ['rows that are missing', { ...pixel, height: 2 }, 'expected 4 bytes of pixels, got 2'],
  ['rows too many', { ...pixel, rows: [0, 7, 0] }, 'holds more pixels than its header promises'],
  ['pixels that no file of its size has', { ...pixel, width: 2 ** 31 - 1, height: 2 ** 31 - 1 }, 'more than'],
  ['more pixels than its rows can hold', { ...pixel, width: 10_000, height: 10_000 }, 'more than its 10 can hold'],
  ['a chunk that is needed and not known', { ...pixel, chunks: [['CgBI', []]] }, 'the chunk CgBI at byte 33'],
])('a file with %s is refused, and the message says why', (_, parts, message) => {
  expect(() => read(parts)).toThrow(DataError);
  expect(() => read(parts)).toThrow(/^x\.png: /);
  expect(() => read(parts)).toThrow(message);
});

test('a bomb is refused at the size that its header promises, and at the size that the caller allows', () => {
  const zeros = new Array(2e6).fill(0);
  expect(() => read({ ...pixel, rows: zeros })).toThrow('holds more pixels than its header promises');
  const bytes = pngOf({ width: 1999, height: 1000, rows: zeros });
  expect(() => readPng({ name: 'x.png', bytes }, { maxBytes: 1e6 })).toThrow('more than maxBytes, 1000000');
  expect(readPng({ name: 'x.png', bytes }).data).toHaveLength(1_999_000);
});

test('a byte that changed fails its checksum', () => {
  const bytes = pngOf(pixel).map((byte, i) => (i === 20 ? byte ^ 1 : byte));
  expect(() => readPng({ name: 'x.png', bytes })).toThrow('the chunk "IHDR" at byte 8 is damaged');
});
