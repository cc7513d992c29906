import { ConfigError } from '@flows/core';
import { expect, test } from 'vitest';
import { type PixelCnnSizes, pixelCnnSizes } from './pixel-cnn-options.ts';

const sizes: PixelCnnSizes = {
  ...{ shape: [3, 3, 2], inputs: 1, parameters: 2, groups: 2, units: 4, layers: 1 },
  ...{ filter: 3, firstFilter: 5, head: 6 },
};

test('they are what a config holds: nothing else, and a context where there is one', () => {
  expect(pixelCnnSizes('net', { ...sizes, other: 1 } as PixelCnnSizes)).toEqual(sizes);
  expect('context' in pixelCnnSizes('net', { ...sizes, context: undefined } as never)).toBe(false);
  expect(pixelCnnSizes('net', { ...sizes, context: 3 }).context).toBe(3);
});

test.each([
  [{ filter: 4 }, 'expected filter and firstFilter to be odd, and firstFilter not to be the smaller, got 4 and 5'],
  [{ filter: 7 }, 'got 7 and 5'],
  [{ filter: 1 }, 'expected filter to be a whole number of at least 3, got 1'],
  [{ units: 3 }, "expected the image's channels, units and head to part into 2 groups, got 2, 3 and 6"],
  [{ head: 5 }, 'got 2, 4 and 5'],
  [{ shape: [3, 3, 1] }, 'got 1, 4 and 6'],
  [{ shape: [3, 3] }, 'expected shape to be height, width and channels, got [3,3]'],
  [{ layers: 0 }, 'expected layers to be a whole number of at least 1, got 0'],
  [{ context: 0 }, 'expected context to be a whole number of at least 1, got 0'],
])('%j is refused by the name of the network', (change, message) => {
  const wrong = () => pixelCnnSizes('net', { ...sizes, ...change } as PixelCnnSizes);
  expect(wrong).toThrow(ConfigError);
  expect(wrong).toThrow(message);
  expect(wrong).toThrow(/^net: /);
});
