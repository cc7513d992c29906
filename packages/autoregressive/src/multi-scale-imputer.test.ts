import { bernoulliConditional, rng } from '@flows/core';
import { expect, test } from 'vitest';
import { multiScale } from './multi-scale.ts';
import { rowLstm } from './pixel-rnn.ts';

const of = (shape: [number, number, number], context?: number) =>
  rowLstm({ eventShape: shape, units: shape[2], ...(context && { context }), rng: rng(0) });
const image = (rows: string[]) => rows.flatMap((row) => [...row].map((place) => place === '?'));

test('one particle is exact where all that is missing comes last, the small image first', () => {
  const { method } = multiScale({ small: of([1, 2, 1]), large: of([2, 4, 1], 1), channels: 1, rng: rng(0) }).imputer;
  expect(method(image(['x?x?', '????']))).toBe('exact');
  expect(method(image(['xxx?', 'xx??']))).toBe('importance');
  expect(method(image(['xxxx', 'xx??']))).toBe('exact');
  expect(method(image(['xx?x', 'xxxx']))).toBe('importance');
  expect(method(image(['x???', '????']))).toBe('exact');
  expect(method(image(['????', '????']))).toBe('exact');
});

test('channels of a place are in the small image together', () => {
  const sizes = { small: of([1, 1, 2]), large: of([1, 2, 2], 1), channels: 1 };
  const { method } = multiScale({ ...sizes, rng: rng(0) }).imputer;
  expect(sizes.small.parts.conditional.config).toEqual(bernoulliConditional().config);
  expect(method(image(['xx??']))).toBe('exact');
  expect(method(image(['x???']))).toBe('exact');
  expect(method(image(['?xxx']))).toBe('importance');
});
