import { affineFamily, type Config, rng } from '@flows/core';
import { expect, test } from 'vitest';
import { autoregressiveLayers, orderOf } from './autoregressive-layers.ts';

const layers = (options: object) =>
  autoregressiveLayers(
    'maf',
    { dims: 3, hidden: [4], rng: rng(0), ...options },
    () => affineFamily(),
    (layer) => layer,
  );

test('there are five layers of two hidden layers of 64 where nothing is said', () => {
  const built = autoregressiveLayers(
    'maf',
    { dims: 2, rng: rng(0) },
    () => affineFamily(),
    (layer) => layer,
  );
  expect(built.map(({ config }) => (config.network as Config).hidden)).toEqual(Array(5).fill([64, 64]));
});

test('batch normalisation lies on the latent side of each layer', () => {
  expect(layers({ layers: 2, batchNorm: true }).map(({ config }) => config.kind)).toEqual([
    'batch-norm',
    'masked-autoregressive',
    'batch-norm',
    'masked-autoregressive',
  ]);
});

test('orders alternate, or are drawn for each layer', () => {
  expect([-1, 0, 1].map((layer) => orderOf('maf', 3, layer, undefined, rng(0)))).toEqual([
    [3, 2, 1],
    [1, 2, 3],
    [3, 2, 1],
  ]);
  const drawn = [0, 1, 2].map((layer) => String(orderOf('maf', 9, layer, 'random', rng(0))));
  expect(new Set(drawn).size).toBe(3);
});

test('sizes that are none are refused by the name of the flow', () => {
  expect(() => layers({ layers: 0 })).toThrow('maf: expected layers');
  expect(() => layers({ dims: 0 })).toThrow('maf: expected dims');
});
