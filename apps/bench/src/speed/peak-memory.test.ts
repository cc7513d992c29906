import { expect, test } from 'vitest';
import { peakMiB } from './peak-memory.ts';

test('the peak is never below what the process holds, and stays when memory is given back', () => {
  const before = peakMiB();
  expect(before).toBeGreaterThan((0.9 * process.memoryUsage().rss) / 2 ** 20);
  Buffer.alloc(256 * 2 ** 20, 1);
  const after = peakMiB();
  expect(after).toBeGreaterThanOrEqual(before);
  expect(after).toBeGreaterThanOrEqual(256);
});
