import { expect, test } from 'vitest';
import { waveform } from './waveform.ts';

const pathOf = (samples: number[], of?: number) =>
  /d="([^"]*)"/.exec(waveform(Float32Array.from(samples), of === undefined ? {} : { of }).text)?.[1];

test('a waveform goes along the greatest samples and back along the least', () => {
  expect(pathOf([1, 0, -1, 2])).toBe('M0.0 0.0L60.0 32.0L120.0 64.0L180.0 0.0L180.0 0.0L120.0 64.0L60.0 32.0L0.0 0.0Z');
});

test('many samples share a column', () => {
  const samples = Array.from({ length: 4800 }, (_, i) => (i % 2 === 0 ? 0.5 : -0.25));
  const points = pathOf(samples)?.slice(1, -1).split('L') ?? [];
  expect(points).toHaveLength(480);
  expect([points[0], points.at(-1)]).toEqual(['0.0 16.0', '0.0 40.0']);
});

test('a sound that is shorter than the width stands for ends before it', () => {
  expect(pathOf([0, 0], 4)).toBe('M0.0 32.0L60.0 32.0L60.0 32.0L0.0 32.0Z');
});
