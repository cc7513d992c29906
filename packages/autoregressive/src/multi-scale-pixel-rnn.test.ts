import { ConfigError, rng, variablesOf } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type MultiScalePixelRnnOptions, multiScalePixelRnn } from './multi-scale-pixel-rnn.ts';

const make = (options: Partial<MultiScalePixelRnnOptions> = {}) =>
  multiScalePixelRnn({ eventShape: [6, 3, 1], factor: 3, units: 2, ...options, rng: rng(0) });

test('the small image is the large one by the factor, which is told twice the units, and the context', () => {
  const { small, upsampling, large } = make({ context: 5 }).parts;
  expect([small.eventShape, large.eventShape]).toEqual([
    [2, 1, 1],
    [6, 3, 1],
  ]);
  expect(upsampling.config).toMatchObject({ outputs: 4, factors: [3, 3] });
  expect([small, large].map(({ parts }) => parts.network.config.context)).toEqual([5, 9]);
});

test('both networks are of one LSTM, the diagonal one where nothing is said, and of weights of their own', () => {
  for (const lstm of [undefined, 'row'] as const) {
    const { small, large } = make({ ...(lstm && { lstm }) }).parts;
    const [own, other] = [small, large].map(({ parts }) => {
      expect(parts.network.config.lstm).toBe(lstm ?? 'diagonal');
      return [...(variablesOf(parts.network).get('input.row') as tf.Variable).dataSync()];
    });
    expect(own).not.toEqual(other);
  }
});

test.each([
  [{ eventShape: [3, 4, 1] }, 'expected height and width to be multiples of the factor 3, got 3x4'],
  [{ factor: 0 }, 'expected factor to be a whole number'],
  [{ lstm: 'column' }, 'expected lstm to be row or diagonal, got "column"'],
])('%j is refused', (options, message) => {
  const model = () => make(options as Partial<MultiScalePixelRnnOptions>);
  expect(model).toThrow(ConfigError);
  expect(model).toThrow(`multiScalePixelRnn: ${message}`);
});
