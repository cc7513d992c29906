import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { mosaic } from './mosaic.ts';

const decoded = (uri: string) => decode(Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64'));
const [paper, ink] = [0, 63];

test('grey images that are not square stand in columns, a pixel apart', () => {
  const images = { data: Uint8Array.of(3, 0, 3, 3, 0, 3, 3, 3, 3), shape: [3, 3] };
  const { width, height, data, channels } = decoded(mosaic(images, { columns: 2, levels: 4, shape: [1, 3, 1] }));
  expect([width, height, channels]).toEqual([7, 3, 1]);
  expect([...data.subarray(0, 7)]).toEqual([ink, paper, ink, paper, ink, paper, ink]);
  expect([...data.subarray(14)]).toEqual([ink, ink, ink, paper, paper, paper, paper]);
});

test('three channels are red, green and blue', () => {
  const images = { data: Uint8Array.of(0, 1, 2, 2, 0, 0), shape: [2, 1, 1, 3] };
  const { width, height, data, channels } = decoded(mosaic(images, { columns: 2, levels: 3, shape: [1, 1, 3] }));
  expect([width, height, channels]).toEqual([3, 1, 3]);
  expect([...data]).toEqual([0, 128, 255, 255, 255, 255, 255, 0, 0]);
});

test('of other channels the first is shown, and without a shape images are square', () => {
  const two = { data: Uint8Array.of(0, 1, 1, 0), shape: [2, 1, 1, 2] };
  expect([...decoded(mosaic(two, { columns: 2, levels: 2, shape: [1, 1, 2] })).data]).toEqual([paper, paper, ink]);
  const square = { data: Uint8Array.of(0, 1, 1, 0), shape: [1, 4] };
  expect([...decoded(mosaic(square, { columns: 1, levels: 2 })).data]).toEqual([paper, ink, ink, paper]);
});
