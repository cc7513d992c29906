import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { affine, flow, save, standardNormal } from '@flows/core';
import { afterAll, expect, test } from 'vitest';
import { said } from './fixtures/said.ts';
import { writeResults } from './results.ts';
import { settingsOf } from './run-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'flows-bench-'));
const model = join(folder, 'model.safetensors');
const unwritten = join(folder, 'unwritten.csv');

afterAll(() => rmSync(folder, { recursive: true }));

/** Saves x = 3 + 2 z, z ~ N(0, I) of two dimensions. */
function saveModel(): void {
  const eventShape = [2];
  const bijector = affine({ eventShape, shift: 3, logScale: Math.log(2) });
  const saved = flow({ base: standardNormal({ eventShape }), bijector });
  writeFileSync(model, save(saved));
  saved.dispose();
}

test.each([
  [
    ['run', '--models', 'nice,nicer'],
    'Allowed: gaussian, nice, realnvp, made, made-deep, made-orders, made-mog, maf, maf-mog, iaf',
  ],
  [['run', '--models', 'maf,maf'], 'maf comes twice'],
  [['run', '--data', 'moons,absent.csv'], 'no file absent.csv'],
  [['run', '--profile', 'slow'], 'Allowed choices are quick, standard, paper'],
  [['run', '--engine', 'steam'], 'Allowed choices are compiled, eager'],
  [['run', '--steps', '0'], 'whole number of at least 1'],
  [['run', '--steps', '3', '--epochs', '4'], "cannot be used with option '--epochs <n>'"],
  [['run', '--profile', 'paper'], 'give --data FILE.npz'],
  [['run', '--resume'], '--resume needs --out DIR'],
  [['sample', 'model.safetensors', '--count', 'many', '--out', 'x.csv'], 'whole number of at least 1'],
  [['sample', 'model.safetensors', '--count', '1', '--out', 'x.csv', '--temperature', '-1'], 'at least 0'],
  [['score', 'model.safetensors', '--out', 'x.csv'], "required option '--data <file>'"],
  [['sing'], "unknown command 'sing'"],
])('%j is answered by what is allowed', async (words, answer) => {
  const { code, stderr } = await said(...words);
  expect(code).toBe(2);
  expect(stderr).toContain(answer);
});

test('list names models, data sets, energies and profiles', async () => {
  const { code, stdout } = await said('list');
  expect(code).toBe(0);
  for (const name of ['gaussian', 'maf', '8gaussians', 'protein', 'digits', 'energy4', 'quick', 'paper']) {
    expect(stdout).toContain(`  ${name} `);
  }
});

test('run refuses a folder that holds results, and to go on with other settings', async () => {
  const settings = settingsOf({ data: ['moons'], models: ['maf'], steps: 120 });
  const machine = { node: 'v20.0.0', cpu: 'any', cores: 2, backend: 'wasm' };
  const began = '2025-01-01T00:00:00.000Z';
  writeResults(folder, { schemaVersion: 1, began, machine, settings, dataSets: [], trials: [] });
  const again = await said('run', '--out', folder);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('add --resume') });
  const other = await said('run', '--out', folder, '--resume', '--steps', '7');
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('--steps 120, now 7') });
});

test('the same seed writes the same samples, another seed others', async () => {
  saveModel();
  const drawn = async (seed: string) => {
    const out = join(folder, 'drawn.csv');
    expect(await said('sample', model, '--count', '5', '--out', out, '--seed', seed)).toMatchObject({ code: 0 });
    return readFileSync(out, 'utf8');
  };
  const first = await drawn('1');
  expect(first.trim().split('\n')).toHaveLength(5);
  expect(await drawn('1')).toBe(first);
  expect(await drawn('2')).not.toBe(first);
});

test('samples that were written score as their density says', async () => {
  saveModel();
  const [drawn, scored] = [join(folder, 'drawn.csv'), join(folder, 'scored.csv')];
  await said('sample', model, '--count', '1500', '--out', drawn);
  expect(await said('score', model, '--data', drawn, '--out', scored)).toMatchObject({ code: 0 });
  const [header, ...values] = readFileSync(scored, 'utf8').trim().split('\n');
  const rows = readFileSync(drawn, 'utf8').trim().split('\n');
  expect(header).toBe('log_prob');
  expect(values).toHaveLength(1500);
  for (const [i, row] of rows.entries()) {
    const squares = row.split(',').reduce((sum, x) => sum + ((Number(x) - 3) / 2) ** 2, 0);
    expect(Number(values[i])).toBeCloseTo(-squares / 2 - Math.log(2 * Math.PI) - 2 * Math.log(2), 3);
  }
});

test('score refuses rows of another width, and sample a file that is no model', async () => {
  saveModel();
  const wide = join(folder, 'wide.csv');
  writeFileSync(wide, '1,2,3\n');
  const rows = await said('score', model, '--data', wide, '--out', unwritten);
  expect(rows).toMatchObject({ code: 1, stderr: expect.stringContaining('expected rows of shape [rows, 2]') });
  const file = await said('sample', wide, '--count', '1', '--out', unwritten);
  expect(file).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: .*\n$/) });
});
