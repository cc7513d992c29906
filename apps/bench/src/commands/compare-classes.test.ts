import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Fold, readFolds, writeFolds } from '../classes/fold-results.ts';
import { said } from '../fixtures/said.ts';

vi.setConfig({ testTimeout: 60_000 });

const out = mkdtempSync(join(tmpdir(), 'flows-bench-'));
// The command computes on wasm, where tfjs's own leak check takes what a custom gradient saves for a leak.
beforeAll(() => tf.env().set('IS_TEST', false));
afterAll(() => rmSync(out, { recursive: true }));

const compare = (...words: string[]) => said('compare-classes', '--out', out, ...words);

/** What must not depend on how a comparison was cut up: all but the times. */
const numbersOf = (folds: readonly Fold[]) =>
  folds.map(({ fold, unconditional, conditional }) => ({
    fold,
    fits: [unconditional, conditional].map(({ trainSeconds: _, ...numbers }) => numbers),
  }));

test('each fold has both models, and goes on where it was cut off to the same numbers', async () => {
  const first = await compare('--folds', '3', '--epochs', '1');
  expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/over 3 folds: [+-]\d/) });
  const whole = readFolds(out);
  expect(whole.folds.map(({ fold }) => fold)).toEqual([0, 1, 2]);
  // Ten classes are columns more in each of the five layers' networks.
  for (const { unconditional, conditional } of whole.folds) {
    expect(conditional.parameters).toBeGreaterThan(unconditional.parameters);
    expect(Math.abs(conditional.bitsPerDim - conditional.validationBitsPerDim)).toBeLessThan(0.2);
  }
  const [kept, other] = whole.folds as [Fold, Fold];
  const marked = [{ ...kept, conditional: { ...kept.conditional, bitsPerDim: 1 } }, other];
  writeFolds(out, { ...whole, folds: marked });
  expect(await compare('--resume')).toMatchObject({ code: 0 });
  expect(numbersOf(readFolds(out).folds)).toEqual(numbersOf([...marked, ...whole.folds.slice(2)]));
});

test('the report has a row a fold and the pictures of the classes', () => {
  const { document } = parseHTML(readFileSync(join(out, 'report.html'), 'utf8'));
  expect(document.querySelectorAll('tbody tr')).toHaveLength(3);
  const pictures = [...document.querySelectorAll('img')].map((image) => image.getAttribute('alt'));
  expect(pictures).toEqual(['Data, a row a class', 'MAF given the class, a row a class']);
});

test('folds that are there are not written over, nor gone on with under other settings', async () => {
  expect(await compare()).toMatchObject({ code: 2, stderr: expect.stringContaining('add --resume') });
  const other = await compare('--resume', '--folds', '5');
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('--folds 3, now 5') });
});

test('what has no classes, or too few folds, is refused', async () => {
  const elsewhere = join(out, 'unwritten');
  const moons = await said('compare-classes', '--data', 'moons', '--out', elsewhere);
  expect(moons).toMatchObject({ code: 2, stderr: expect.stringContaining('Allowed choices are digits, mnist') });
  const two = await said('compare-classes', '--folds', '2', '--out', elsewhere);
  expect(two).toMatchObject({ code: 2, stderr: expect.stringContaining('folds') });
});
