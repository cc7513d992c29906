import { expect, test } from 'vitest';
import { affine } from './affine.ts';
import { chain } from './chain.ts';
import { reversible } from './reversible.ts';
import { stepsOf } from './steps-of.ts';

test('chains, and those that recompute, are opened at every depth; any other bijector is one step', () => {
  const [a, b, c, d] = Array.from({ length: 4 }, () => affine({ eventShape: [2] })) as [never, never, never, never];
  expect(stepsOf(chain(a, reversible(b, c), chain(d)))).toEqual([a, b, c, d]);
  expect(stepsOf(a)).toEqual([a]);
});
