import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fullGaussian, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { npz } from '../fixtures/npz.ts';
import { said } from '../fixtures/said.ts';
import { type DoneTrial, readResults } from '../results.ts';

const folder = mkdtempSync(join(tmpdir(), 'flows-bench-'));
// The command computes on wasm, where tfjs's own leak check takes what a custom gradient saves for a leak.
beforeAll(() => tf.env().set('IS_TEST', false));
afterAll(() => rmSync(folder, { recursive: true }));

/** Rows (3 a + 10, a + b), a and b normal. */
const rowsOf = (count: number, label: string): number[][] => {
  const random = rng(label);
  return Array.from({ length: count }, () => {
    const [a = 0, b = 0] = random.normals(2);
    return [3 * a + 10, a + b];
  });
};

const parts = { train: rowsOf(300, 'train'), test: rowsOf(70, 'test') };

const run = (file: string, out: string) =>
  said('run', '--data', file, '--models', 'made', '--steps', '3', '--engine', 'eager', '--out', out);

test.each(['valid', 'val'])('a user’s .npz of train, %s and test is used in the parts that it has', async (key) => {
  const [file, out] = [join(folder, `mine-${key}.npz`), join(folder, key)];
  writeFileSync(file, npz({ ...parts, [key]: rowsOf(40, 'validation') }));
  expect(await run(file, out)).toMatchObject({ code: 0 });
  const { dataSets, trials } = readResults(out);
  expect(dataSets).toMatchObject([{ name: `mine-${key}`, dims: 2, rows: { train: 300, validation: 40, test: 70 } }]);
  const [gaussian, made] = trials as [DoneTrial, DoneTrial];
  expect([gaussian.status, made.status]).toEqual(['done', 'done']);
  // The baseline is fitted to the file's training part and measured on its test part, in the units of the file.
  const fitted = fullGaussian.fit(parts.train);
  const nll = tf.tidy(() => fitted.logProb(tf.tensor2d(parts.test)).mean().neg().dataSync()[0] as number);
  expect(gaussian.metrics.testNll).toBeCloseTo(nll, 3);
  expect(made.curve.every(({ validation }) => validation !== undefined)).toBe(true);
});

test('an .npz without a part is answered by its name', async () => {
  const file = join(folder, 'parts.npz');
  writeFileSync(file, npz({ train: parts.train, test: parts.test }));
  const { code, stderr } = await run(file, join(folder, 'unwritten'));
  expect(code).toBe(1);
  expect(stderr).toContain('no valid or val or validation among train, test');
});

test('a folder of PNG files is images, of which --bits keeps so many of each pixel', async () => {
  const [pngs, out] = [join(folder, 'pngs'), join(folder, 'images')];
  mkdirSync(pngs);
  const random = rng('pixels');
  for (let i = 0; i < 100; i++) {
    const data = Uint8Array.from({ length: 12 }, () => random.integer(256));
    writeFileSync(join(pngs, `${i}.png`), encode({ width: 2, height: 2, data, channels: 3 }));
  }
  const words = ['--data', pngs, '--models', 'realnvp', '--steps', '3', '--engine', 'eager', '--bits', '5'];
  expect(await said('run', ...words, '--out', out)).toMatchObject({ code: 0 });
  const { dataSets, settings, trials } = readResults(out);
  expect(settings.bits).toBe(5);
  expect(dataSets).toMatchObject([{ name: 'pngs', kind: 'image', dims: 12, levels: 32, imageShape: [2, 2, 3] }]);
  for (const trial of trials) {
    expect(trial.config.bits).toBe(5);
    // The rows are noise, of which five bits are all that can be said.
    expect((trial as DoneTrial).metrics.bitsPerDim).toBeGreaterThan(4.9);
  }
  expect(await said('run', '--data', pngs, '--bits', '9')).toMatchObject({ code: 2 });
});
