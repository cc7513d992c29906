import { expect, test } from 'vitest';
import { memoryTable } from './memory-table.ts';

const about = { depth: 8, parameterBytes: 2 ** 20, peakBytes: 2 ** 27, activationBytes: 2 ** 26 };

test('a row says how deep, in which way, and how much in MiB; what is kept has no gradient to differ from', () => {
  const lines = memoryTable([
    { ...about, engine: 'eager', recompute: false, gradientDistance: 0 },
    { ...about, engine: 'compiled', recompute: true, gradientDistance: 1.23e-6 },
  ]).split('\n');
  expect(lines.map((line) => line.trim().replace(/ {2,}/g, ' | '))).toEqual([
    'engine | layers | activations | weights | peak | of activations | gradients differ by',
    'eager | 8 | kept | 1.0 MiB | 128.0 MiB | 64.0 MiB',
    'compiled | 8 | recomputed | 1.0 MiB | 128.0 MiB | 64.0 MiB | 1.2e-6',
  ]);
});
