import { expect, test } from 'vitest';
import { scheduleAt } from './schedule.ts';

test('a constant schedule warms up linearly and stays', () => {
  const schedule = { kind: 'constant', warmUp: 4 } as const;
  expect([0, 1, 2, 3, 4, 900].map((step) => scheduleAt(schedule, step, 10))).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
});

test('a cosine goes from 1 after the warm-up through the middle to its final fraction', () => {
  const schedule = { kind: 'cosine', warmUp: 10, final: 0.2 } as const;
  expect(scheduleAt(schedule, 10, 110)).toBe(1);
  expect(scheduleAt(schedule, 60, 110)).toBeCloseTo(0.6, 12);
  expect(scheduleAt(schedule, 110, 110)).toBeCloseTo(0.2, 12);
  expect(scheduleAt({ kind: 'cosine' }, 100, 100)).toBeCloseTo(0, 12);
});
