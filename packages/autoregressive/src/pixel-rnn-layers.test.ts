import { ConfigError, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { lstms, type PixelRnnNetworkOptions, pixelRnnLayers, REACH } from './pixel-rnn-layers.ts';

const sizes: PixelRnnNetworkOptions = {
  ...{ lstm: 'diagonal', shape: [4, 5, 3], inputs: 1, parameters: 2, groups: 3, units: 3, layers: 2 },
  rng: rng('layers'),
};

test('the first convolution reads 7x7 places and not itself, and outputs start at 0', () => {
  const { input, output } = pixelRnnLayers(sizes);
  const rows = input.offsets.map(([row]) => row);
  const columns = input.offsets.map(([, column]) => column);
  expect([Math.min(...rows), Math.max(...rows)]).toEqual([-REACH, 0]);
  expect([Math.min(...columns), Math.max(...columns)]).toEqual([-REACH, REACH]);
  expect(input.offsets).toHaveLength(3 * 7 + 3);
  expect(output.rowMatrix().abs().max().dataSync()[0]).toBe(0);
});

test.each(Object.keys(lstms))('layers of %s start with weights of their own', (lstm) => {
  const { blocks } = pixelRnnLayers({ ...sizes, lstm: lstm as PixelRnnNetworkOptions['lstm'] });
  for (const part of ['lstm', 'up'] as const) {
    const [first, second] = blocks.map((block) => {
      const weights = part === 'up' ? block.up.parts.row : block.lstm.parts.stateToState;
      return [...(weights as tf.Variable).dataSync()];
    });
    expect(first).toHaveLength(second?.length as number);
    expect(first).not.toEqual(second);
  }
});

test('of the row above a Row LSTM sees a place further to the right than the row below, a Diagonal BiLSTM all but the last', () => {
  const network = { layers: 2, groups: 1, width: 20 };
  const row = (above: number) => lstms.row?.reads(8, above, network);
  expect([row(0), row(1), row(2)]).toEqual([
    [3, 7],
    [2, 11],
    [1, 12],
  ]);
  const diagonal = (column: number, above: number) => lstms.diagonal?.reads(column, above, network);
  expect([diagonal(8, 0), diagonal(8, 1), diagonal(8, 2)]).toEqual([
    [0, 7],
    [0, 18],
    [0, 19],
  ]);
  // Where its first convolution reaches it, it sees the last place too.
  expect(diagonal(16, 1)).toEqual([0, 19]);
});

test.each([
  [{ lstm: 'column' }, 'expected lstm to be row or diagonal, got "column"'],
  [{ lstm: 'constructor' }, 'expected lstm to be row or diagonal, got "constructor"'],
  [{ units: 4 }, 'expected units to part into 3 groups, got 4; take 6'],
  [{ groups: 2, units: 2 }, 'expected 3 channels to part into groups, got 2'],
  [{ layers: 0 }, 'expected layers to be a whole number'],
  [{ context: 1.5 }, 'expected context to be a whole number'],
])('%j is refused', (change, message) => {
  const wrong = () => tf.tidy(() => void pixelRnnLayers({ ...sizes, ...change } as PixelRnnNetworkOptions));
  expect(wrong).toThrow(ConfigError);
  expect(wrong).toThrow(`pixelRnnNetwork: ${message}`);
});
