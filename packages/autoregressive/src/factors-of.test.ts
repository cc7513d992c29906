import { type ConditionalDistribution, ConfigError, gaussianConditional, rng } from '@flows/core';
import { expect, test } from 'vitest';
import { factorsOf } from './factors-of.ts';
import { rowLstm } from './pixel-rnn.ts';

type Options = { context?: number; conditional?: ConditionalDistribution };
const of = (eventShape: [number, number, number], options: Options = {}) =>
  rowLstm({ eventShape, units: eventShape[2], ...options, rng: rng(0) });
const given = { channels: 2, context: undefined };

test('rows and columns have a factor each, which may be 1', () => {
  const large = of([4, 6, 1], { context: 2 });
  expect(factorsOf({ small: of([2, 2, 1]), large, ...given })).toEqual([2, 3]);
  expect(factorsOf({ small: of([4, 1, 1]), large, ...given })).toEqual([1, 6]);
});

test('beside its channels the large model takes the context of both', () => {
  const small = of([2, 2, 1], { context: 3 });
  const ofBoth = { small, channels: 2, context: 3 };
  expect(factorsOf({ ...ofBoth, large: of([4, 4, 1], { context: 5 }) })).toEqual([2, 2]);
  expect(() => factorsOf({ ...ofBoth, large: of([4, 4, 1], { context: 2 }) })).toThrow(
    'multiScale: expected the large model to take a context of 5 channels, got 2; give its network the context: channels',
  );
  expect(() => factorsOf({ small, large: of([4, 4, 1], { context: 2 }), ...given })).toThrow(
    'multiScale: expected the small model to take a context of 0 channels, got 3',
  );
});

test.each([
  ['a large image that is no multiple', [2, 4, 1], {}],
  ['other channels', [2, 2, 2], {}],
  ['elements of another kind', [2, 2, 1], { conditional: gaussianConditional() }],
] as [string, [number, number, number], Options][])('%s is refused', (_, shape, options) => {
  const models = () => factorsOf({ small: of(shape, options), large: of([4, 6, 1], { context: 2 }), ...given });
  expect(models).toThrow(ConfigError);
  expect(models).toThrow(`got [${shape.join(', ')}] and [4, 6, 1]`);
});
