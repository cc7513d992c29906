import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@flows/core';
import { afterAll, expect, test } from 'vitest';
import { classSettingsOf } from './class-settings.ts';
import { type Fold, type FoldResults, pairedDifference, readFolds, writeFolds } from './fold-results.ts';

const out = mkdtempSync(join(tmpdir(), 'flows-bench-'));
afterAll(() => rmSync(out, { recursive: true }));

const fit = (bitsPerDim: number) => ({
  bitsPerDim,
  validationBitsPerDim: 2,
  parameters: 10,
  epochs: 3,
  trainSeconds: 1,
});

const folds: Fold[] = [
  { fold: 0, unconditional: fit(2.5), conditional: fit(2.25) },
  { fold: 1, unconditional: fit(2), conditional: fit(1.5) },
  { fold: 2, unconditional: fit(3), conditional: fit(3) },
];

const results: FoldResults = {
  schemaVersion: 1,
  began: '2025-01-01T00:00:00.000Z',
  machine: { node: 'v20.0.0', cpu: 'any', cores: 2, backend: 'wasm' },
  settings: classSettingsOf({ epochs: 3 }),
  folds,
};

test('the difference is that of the pairs, negative where the class helps', () => {
  const { mean, standardError } = pairedDifference(folds);
  expect(mean).toBeCloseTo(-0.25, 12);
  // The differences are -1/4, -1/2 and 0: their standard deviation is 1/4.
  expect(standardError).toBeCloseTo(0.25 / Math.sqrt(3), 12);
});

test('folds come back from their file as they were', () => {
  writeFolds(out, results);
  expect(readFolds(out)).toEqual(results);
});

test('a file of something else is refused by the path of what is wrong', () => {
  writeFileSync(join(out, 'folds.json'), JSON.stringify({ ...results, folds: [{ fold: 0 }] }));
  expect(() => readFolds(out)).toThrow(DataError);
  expect(() => readFolds(out)).toThrow('folds[0].conditional');
  expect(() => readFolds(join(out, 'absent'))).toThrow('no such file');
});
