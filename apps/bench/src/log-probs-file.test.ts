import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { logProbsPath, readLogProbs, writeLogProbs } from './log-probs-file.ts';

const out = mkdtempSync(join(tmpdir(), 'flows-bench-'));
afterAll(() => rmSync(out, { recursive: true }));

test('log-densities come back from their file to the last bit, and none from no file', () => {
  const path = logProbsPath(out, { model: 'glow', data: 'digits', seed: 0 });
  const values = Float64Array.of(-1 / 3, 1e-9, -1234.5678901234567);
  expect(readLogProbs(path)).toBeUndefined();
  writeLogProbs(path, values);
  expect(readLogProbs(path)).toEqual(values);
});
