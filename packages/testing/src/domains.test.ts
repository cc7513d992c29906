import { expect, test } from 'vitest';
import { integers, interval, normal } from './domains.ts';
import { toyLibrary } from './toy-library.ts';

const { rng } = toyLibrary({});

test('an interval is drawn from its inside, and whole numbers below their count', () => {
  for (const x of interval(-1, 3).draw(rng(0), 1000)) expect(x > -1 && x < 3).toBe(true);
  expect([...new Set(integers(4).draw(rng(0), 1000))].sort()).toEqual([0, 1, 2, 3]);
  expect(integers(4).values).toEqual([0, 1, 2, 3]);
});

test('far numbers lie 50 standard deviations out, to both sides', () => {
  const far = normal(2).far?.(rng(0), 100) ?? [];
  expect(new Set(far)).toEqual(new Set([-100, 100]));
});
