import { rng } from '@flows/core';
import { expect, test } from 'vitest';
import { describeCausalNetwork } from './fixtures/describe-causal-network.ts';
import { pixelCnnNetwork } from './pixel-cnn-network.ts';
import type { PixelCnnSizes } from './pixel-cnn-options.ts';

const make =
  (options: Partial<PixelCnnSizes>) =>
  (generator = rng(0)) => {
    const sizes = { inputs: 1, parameters: 2, groups: 1, units: 12, layers: 1, filter: 3, firstFilter: 3, head: 12 };
    return pixelCnnNetwork({ shape: [4, 5, 1], ...sizes, ...options, rng: generator });
  };

/** Units grow to tens with weights as large as here, and cancel. */
const precision = { tolerance: 1e-4 };

describeCausalNetwork('PixelCNN', make({ shape: [3, 4, 1], layers: 2 }), precision);
describeCausalNetwork(
  'PixelCNN of wide filters',
  make({ shape: [4, 5, 1], filter: 5, firstFilter: 7, units: 6 }),
  precision,
);
describeCausalNetwork(
  'PixelCNN of three channels',
  make({ shape: [2, 3, 3], groups: 3, units: 12, head: 24 }),
  precision,
);
describeCausalNetwork('PixelCNN of channels that are given together', make({ shape: [2, 3, 3] }), precision);
describeCausalNetwork(
  'PixelCNN of one-hot inputs',
  make({ shape: [2, 3, 2], inputs: 3, groups: 2, head: 24 }),
  precision,
);
describeCausalNetwork('PixelCNN given a vector', make({ shape: [3, 3, 1], context: 2 }), {
  ...precision,
  context: [2],
});
describeCausalNetwork('PixelCNN given an image', make({ shape: [3, 3, 1], context: 2 }), {
  ...precision,
  context: [3, 3, 2],
});

test('it does not see what lies right above the cone of its filters', () => {
  const drawn = make({ shape: [5, 7, 1] })()
    .receptiveField(4, 2)
    .map((row) => row.map((isIn) => (isIn ? 'x' : '.')).join(''));
  expect(drawn).toEqual(['.......', '.......', 'xxxxx..', 'xxxx...', 'xx.....']);
});

test('sizes that do not fit are refused by its name', () => {
  expect(make({ layers: 0 })).toThrow('pixelCnnNetwork: expected layers');
});
