import { expect, test } from 'vitest';
import { variablesOf } from '../trainable.ts';
import { gaussian, weightsOf } from '../training/fixtures/diagonal-gaussian.ts';
import type { StoredTensor } from './safetensors.ts';
import { assignWeights, checkedWeights } from './weights.ts';

const stored = () =>
  new Map<string, StoredTensor>(
    [...variablesOf(gaussian())].map(([path, { shape, size }]) => [
      path,
      { shape, data: Float32Array.from({ length: size }, (_, i) => i + 0.5) },
    ]),
  );

test('weights that fit are assigned under their paths', () => {
  const model = gaussian();
  assignWeights(model, new Set(), checkedWeights(model, stored()));
  expect(weightsOf(model)).toEqual({ mean: [0.5, 1.5], logScale: [0.5, 1.5], unused: [0.5, 1.5, 2.5], seen: [0.5] });
});

test('float64 weights are taken as float32', () => {
  const model = gaussian();
  const weights = stored().set('mean', { shape: [2], data: Float64Array.of(0.1, 0.2) });
  assignWeights(model, new Set(), checkedWeights(model, weights));
  expect(weightsOf(model).mean).toEqual([Math.fround(0.1), Math.fround(0.2)]);
});

test.each([
  [
    'one too many',
    (weights: ReturnType<typeof stored>) => weights.set('more', { shape: [1], data: Float32Array.of(1) }),
    'the file has more of shape [1]',
  ],
  ['one too few', (weights: ReturnType<typeof stored>) => weights.delete('mean'), 'the model has mean of shape [2]'],
  [
    'another shape',
    (weights: ReturnType<typeof stored>) => weights.set('mean', { shape: [1, 2], data: Float32Array.of(1, 2) }),
    'expected mean of shape [2], the file has it of shape [1, 2]',
  ],
])('%s is named with its path and shape', (_, change, message) => {
  const weights = stored();
  change(weights);
  expect(() => checkedWeights(gaussian(), weights)).toThrow(message);
});
