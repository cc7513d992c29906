import { expect, test } from 'vitest';
import type { Model } from './model.ts';
import { wholeSampling } from './whole-sampling.ts';

const small = { hidden: 4, layers: 2, levels: 1, trainingRows: 4, batch: 2, rows: 2, learningRate: 1e-3, seed: 0 };

test.each<[string, Model, number]>([
  ['an image', { ...small, kind: 'gated-pixelcnn', shape: [8, 8, 1], values: 2 }, 1 / 4],
  ['a sound', { ...small, kind: 'wavenet', shape: [64], values: 4 }, 1 / 4],
])('sixteen passes are run of those of %s, and their part of it is told', async (_, model, part) => {
  expect(await wholeSampling(model)(1)).toBe(part);
});

test('a model that is not drawn by element is refused', () => {
  const flow: Model = { ...small, kind: 'maf', shape: [2] };
  expect(() => wholeSampling(flow)).toThrow('maf: expected a model that draws by element');
});
