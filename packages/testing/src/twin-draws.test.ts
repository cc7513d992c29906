import { expect, test } from 'vitest';
import { twinDraws } from './twin-draws.ts';

test('the generator starts at the FNV-1a hash of a name and goes on as its recurrence says', () => {
  const next = (state: bigint) => (1664525n * state + 1013904223n) % 2n ** 32n;
  const first = next(0xe40c292cn);
  const draw = twinDraws('a');
  expect(draw()).toBe(Number(first >> 8n) / 2 ** 24);
  expect(draw()).toBe(Number(next(first) >> 8n) / 2 ** 24);
});
