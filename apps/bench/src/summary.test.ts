import { expect, test } from 'vitest';
import type { DoneTrial, Results, Trial } from './results.ts';
import { settingsOf } from './run-settings.ts';
import { summarise } from './summary.ts';

const done = (model: string, seed: number, testNll: number): DoneTrial => ({
  model,
  data: 'moons',
  seed,
  config: { rows: {} },
  status: 'done',
  likelihood: 'exact',
  measure: 'density',
  parameters: 10,
  metrics: { testNll, testNllStderr: 0.25 },
  cost: { trainSeconds: seed, logProbMsPer1000: 1, sampleMsPer1000: 1 },
  curve: [],
});

const resultsOf = (trials: Trial[]): Results => ({
  schemaVersion: 1,
  began: '2025-01-01T00:00:00.000Z',
  machine: { node: 'v20.0.0', cpu: 'any', cores: 2, backend: 'wasm' },
  settings: settingsOf({ data: ['moons'] }),
  dataSets: [
    { data: 'moons', name: 'moons', title: 'moons', kind: 'toy', dims: 2, rows: {}, standardisedFigures: false },
  ],
  trials,
});

test('a row is the mean over its seeds, with their standard deviation', () => {
  const [table] = summarise(resultsOf([done('maf', 1, 2), done('maf', 3, 4)]));
  expect(table?.rows[0]).toMatchObject({
    metrics: { testNll: 3, testNllStderr: 0.25 },
    cost: { trainSeconds: 2 },
    spread: Math.SQRT2,
  });
});

test('the best has the lowest test NLL; a failure stays a row with its reason', () => {
  const failed: Trial = { model: 'nice', data: 'moons', seed: 1, config: { rows: {} }, status: 'failed', error: 'why' };
  const [table] = summarise(resultsOf([done('made', 1, 3), failed, done('maf', 1, -2)]));
  expect(table?.best).toBe('maf');
  expect(table?.rows[1]).toEqual({ model: 'nice', done: [], failures: ['why'] });
});
