import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fullGaussian, rng } from '@flows/core';
import { writeWav } from '@flows/datasets';
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

test('a folder of WAVs is cut into rows of levels, which a WaveNet and the baselines of sounds are measured on', async () => {
  const [sounds, out] = [join(folder, 'wavs'), join(folder, 'wavs-out')];
  mkdirSync(sounds);
  for (const i of rng('lengths').permutation(12)) {
    const samples = Float32Array.from({ length: 30 + i }, (_, t) => 0.3 * Math.sin(t / 2 + i));
    writeFileSync(join(sounds, `${i}.wav`), writeWav({ samples, sampleRate: 8000 }));
  }
  const flags = ['--models', 'wavenet', '--length', '16', '--steps', '2', '--engine', 'eager', '--out', out];
  expect(await said('run', '--data', sounds, ...flags)).toMatchObject({ code: 0 });
  const { dataSets, trials } = readResults(out);
  expect(dataSets).toMatchObject([{ name: 'wavs', kind: 'sound', dims: 16, levels: 256, sound: { sampleRate: 8000 } }]);
  const done = trials.filter((trial) => trial.status === 'done');
  expect(done.map(({ model }) => model)).toEqual(['level-histogram', 'linear-predictor', 'wavenet']);
  for (const { measure, metrics } of done) {
    expect(measure).toBe('mass');
    expect(metrics.bitsPerDim).toBeGreaterThan(0);
  }
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  expect(page).toContain('<audio controls');
  expect(page).toContain('a sample');
});

test('models of levels take whole numbers as they are, and their bits are exact', async () => {
  const out = join(folder, 'levels');
  const models = ['pixelcnn', 'gated-pixelcnn', 'row-lstm', 'diagonal-bilstm', 'wavenet-raster'];
  const flags = ['--models', models.join(), '--bits', '1', '--steps', '2', '--engine', 'eager', '--out', out];
  const [images, rows] = [join(folder, 'colours'), 20];
  mkdirSync(images);
  for (let i = 0; i < rows; i++) {
    const data = Uint8Array.from({ length: 27 }, (_, place) => 37 * i * place);
    writeFileSync(join(images, `${i}.png`), encode({ width: 3, height: 3, data, channels: 3 }));
  }
  expect(await said('run', '--data', images, ...flags)).toMatchObject({ code: 0 });
  const [, ...trials] = readResults(out).trials as DoneTrial[];
  expect(trials.map(({ model }) => model)).toEqual(models);
  for (const { likelihood, measure, metrics } of trials) {
    expect([likelihood, measure]).toEqual(['exact', 'mass']);
    expect(metrics.bitsPerDim).toBeCloseTo(metrics.testNll / (27 * Math.LN2), 5);
    expect(metrics).not.toHaveProperty('logitNll');
  }
});

test('an autoencoder is measured by its bound, and nearer by importance samples, and shows what it makes of images', async () => {
  const [images, out] = [join(folder, 'greys'), join(folder, 'greys-out')];
  mkdirSync(images);
  for (let i = 0; i < 30; i++) {
    const data = Uint8Array.from({ length: 16 }, (_, place) => (place % 4 === i % 4 ? 255 : 0));
    writeFileSync(join(images, `${i}.png`), encode({ width: 4, height: 4, data, channels: 1 }));
  }
  const flags = ['--models', 'vae-sylvester', '--bits', '1', '--steps', '2', '--engine', 'eager', '--out', out];
  expect(await said('run', '--data', images, ...flags)).toMatchObject({ code: 0 });
  const { likelihood, measure, metrics } = readResults(out).trials[1] as DoneTrial;
  expect([likelihood, measure, metrics.importanceSamples]).toEqual(['lower-bound', 'mass', 16]);
  expect(metrics.importanceNll).toBeLessThan(metrics.testNll);
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  for (const words of ['mass, bound: ELBO', 'Bound, k = 16', 'Reconstructions']) expect(page).toContain(words);
});
