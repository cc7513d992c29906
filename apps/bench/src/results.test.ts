import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@flows/core';
import { afterAll, expect, test } from 'vitest';
import { type Results, readResults, resultsPath, writeResults } from './results.ts';
import { settingsOf } from './run-settings.ts';
import { planTrials } from './trial-plan.ts';

const out = mkdtempSync(join(tmpdir(), 'flows-bench-'));
afterAll(() => rmSync(out, { recursive: true }));

const settings = settingsOf({ data: ['moons'], models: ['maf'] });
const results: Results = {
  schemaVersion: 1,
  began: '2025-01-01T00:00:00.000Z',
  machine: { node: 'v20.0.0', cpu: 'any', cores: 2, backend: 'wasm' },
  settings,
  dataSets: [],
  trials: planTrials(settings).map((plan) => ({ ...plan, status: 'planned' })),
};

test('results come back from their file as they were', () => {
  writeResults(out, results);
  expect(readResults(out)).toEqual(results);
});

test.each([
  ['another schema', { ...results, schemaVersion: 2 }, 'schemaVersion'],
  ['a done trial without its metrics', { ...results, trials: [{ ...results.trials[0], status: 'done' }] }, 'metrics'],
  ['a failed trial without its reason', { ...results, trials: [{ ...results.trials[0], status: 'failed' }] }, 'error'],
])('%s is refused by the path of what is wrong', (_, json, path) => {
  writeFileSync(resultsPath(out), JSON.stringify(json));
  expect(() => readResults(out)).toThrow(DataError);
  expect(() => readResults(out)).toThrow(path);
});

test('a file cut off is refused, and so is a folder without one', () => {
  writeFileSync(resultsPath(out), '{"schemaVersion": 1');
  expect(() => readResults(out)).toThrow('not JSON');
  expect(() => readResults(join(out, 'absent'))).toThrow('no such file');
});
