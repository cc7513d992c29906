import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, expect, test } from 'vitest';
import { logProbsPath, writeLogProbs } from '../log-probs-file.ts';
import type { DataFacts, DoneTrial } from '../results.ts';
import type { Summary } from '../summary.ts';
import { pairedDifferences } from './paired-differences.ts';

const out = mkdtempSync(join(tmpdir(), 'flows-bench-'));
afterAll(() => rmSync(out, { recursive: true }));

/** A trial whose images have so many bits a dimension, of two dimensions. */
function trial(model: string, bits?: number[], seed = 0): DoneTrial {
  const done = { model, data: 'digits', seed } as DoneTrial;
  if (bits !== undefined)
    writeLogProbs(
      logProbsPath(out, done),
      Float64Array.from(bits, (b) => -b * 2 * Math.LN2),
    );
  return done;
}

const summary = (...trials: DoneTrial[]): Summary => ({
  facts: { dims: 2 } as DataFacts,
  rows: [...new Set(trials.map(({ model }) => model))].map((model) => ({
    model,
    done: trials.filter((trial) => trial.model === model),
    failures: [],
  })),
});

const linesOf = (summary: Summary) => {
  const { document } = parseHTML(pairedDifferences(out, summary)?.text ?? '');
  return [...document.querySelectorAll('tbody tr')].map((line) => [...line.children].map((cell) => cell.textContent));
};

test('of twins the mean difference of the bits of each image stands with its own standard error', () => {
  // Differences of -1, -2 and -3, of images that themselves differ by much more.
  const twins = [trial('glow', [10, 50, 90]), trial('glow-variational', [9, 48, 87])];
  expect(linesOf(summary(...twins))).toEqual([['Glow', '−2.0000 ± 0.5774', '3']]);
});

test('over two seeds it is that of the mean over the seeds', () => {
  const plain = [trial('glow', [10, 50], 0), trial('glow', [10, 50], 1)];
  const twins = [trial('glow-variational', [9, 50], 0), trial('glow-variational', [11, 48], 1)];
  expect(linesOf(summary(...plain, ...twins))).toEqual([['Glow', '−0.5000 ± 0.5000', '2']]);
});

test('there is none where a twin is missing, has other rows, or has left no file', () => {
  const plain = trial('realnvp-multiscale', [1, 2, 3]);
  expect(pairedDifferences(out, summary(plain))).toBeUndefined();
  expect(pairedDifferences(out, summary(plain, trial('realnvp-variational')))).toBeUndefined();
  expect(pairedDifferences(out, summary(plain, trial('realnvp-variational', [1, 2])))).toBeUndefined();
});
