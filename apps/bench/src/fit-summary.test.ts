import { expect, test } from 'vitest';
import { summariseFits } from './fit-summary.ts';
import type { Results, Trial } from './results.ts';
import { settingsOf } from './run-settings.ts';
import { summaryText } from './summary-text.ts';

const plan = (model: string, data: string, seed: number) => ({ model, data, seed, config: { rows: {} } });

const fitted = (model: string, data: string, seed: number, mean: number): Trial => ({
  ...plan(model, data, seed),
  status: 'fitted',
  parameters: 10,
  divergence: { mean, standardError: 0.25 },
  cost: { trainSeconds: 2, stepMs: 1 },
  curve: [],
});

const results: Results = {
  schemaVersion: 1,
  began: '2025-01-01T00:00:00.000Z',
  machine: { node: 'v20.0.0', cpu: 'any', cores: 2, backend: 'wasm' },
  settings: settingsOf({ data: ['energy2', 'energy1'], models: ['iaf', 'made'] }),
  dataSets: [],
  trials: [
    fitted('iaf', 'energy2', 0, 0.5),
    fitted('iaf', 'energy2', 1, 1),
    fitted('iaf', 'energy1', 0, 0.125),
    { ...plan('made', 'energy2', 0), status: 'failed', error: 'no flow' },
    { ...plan('made', 'energy1', 0), status: 'planned' },
  ],
};

test('a fit is the mean over its seeds, in the order of the run', () => {
  const [iaf] = summariseFits(results);
  expect(iaf?.fits).toMatchObject([
    { energy: 'energy2', divergence: { mean: 0.75, standardError: 0.25 } },
    { energy: 'energy1', divergence: { mean: 0.125, standardError: 0.25 } },
  ]);
  expect(iaf?.trainSeconds).toBe(6);
});

test('the console has the divergences in a table and why a fit failed below it', () => {
  const lines = summaryText(results).split('\n');
  expect(lines[1]).toMatch(/energy2 +energy1 +trained/);
  expect(lines[2]).toMatch(/IAF +0\.750 ± 0\.250 +0\.125 ± 0\.250 +6\.0 s/);
  expect(lines[3]).toMatch(/MADE +failed/);
  expect(lines[4]).toMatch(/made on energy2 failed: no flow/);
});
