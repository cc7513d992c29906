import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type DoneTrial, readResults } from './results.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const program = fileURLToPath(new URL('../bin/flows-bench.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'flows-bench-'));
const unbroken = join(folder, 'unbroken');
const trials = ['run', '--data', 'moons', '--models', 'made,maf', '--steps', '300'];

type Ended = { code: number | null; stdout: string; stderr: string };

const start = (args: readonly string[]): ChildProcess => spawn(process.execPath, [program, ...args], { cwd: folder });

function ended(child: ChildProcess): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('data', (chunk) => {
      text[stream] += chunk;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...text })));
}

const flowsBench = (...args: string[]): Promise<Ended> => ended(start(args));

/** Waits until the training of MAF has left a checkpoint. */
async function checkpointed(out: string): Promise<void> {
  while (!existsSync(join(out, 'checkpoints', 'maf-moons-seed0.safetensors'))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What must not depend on how a run was cut up: all but the times. */
const numbersOf = (out: string) =>
  readResults(out).trials.map((trial) => {
    const { cost: _, ...numbers } = trial as DoneTrial;
    return numbers;
  });

const weightsOf = (out: string) => readFileSync(join(out, 'models', 'maf-moons-seed0.safetensors'));

beforeAll(async () => {
  expect(await flowsBench(...trials, '--out', unbroken)).toMatchObject({ code: 0 });
});

afterAll(() => rmSync(folder, { recursive: true }));

test('run leaves a done trial of each model and of the baseline, and no checkpoint', () => {
  const { trials } = readResults(unbroken);
  const outcomes = trials.map(({ model, status }) => `${model} ${status}`);
  expect(outcomes).toEqual(['gaussian done', 'made done', 'maf done']);
  expect(existsSync(join(unbroken, 'checkpoints', 'maf-moons-seed0.safetensors'))).toBe(false);
});

test('a run killed in the middle of a training goes on to the numbers of an unbroken one', async () => {
  const out = join(folder, 'killed');
  const child = start([...trials, '--out', out]);
  const end = ended(child);
  await checkpointed(out);
  child.kill('SIGKILL');
  await end;
  expect(readResults(out).trials[2]?.status).toBe('planned');
  expect(await flowsBench('run', '--out', out, '--resume')).toMatchObject({ code: 0 });
  expect(numbersOf(out)).toEqual(numbersOf(unbroken));
  expect(weightsOf(out)).toEqual(weightsOf(unbroken));
});

test('Ctrl-C keeps the step in hand and tells the command to go on', async () => {
  const out = join(folder, 'stopped');
  const child = start([...trials, '--out', out]);
  const end = ended(child);
  await checkpointed(out);
  child.kill('SIGINT');
  const { code, stderr } = await end;
  expect(code).toBe(130);
  expect(stderr).toContain(`flows-bench.mjs run --out ${out} --resume`);
  expect(readResults(out).trials.map(({ status }) => status)).toEqual(['done', 'done', 'interrupted']);
});

test('two jobs at a time give the numbers of one', async () => {
  const out = join(folder, 'jobs');
  expect(await flowsBench(...trials, '--jobs', '2', '--out', out)).toMatchObject({ code: 0 });
  expect(numbersOf(out)).toEqual(numbersOf(unbroken));
});

test('a trial that fails is a row that says why, and the others go on', async () => {
  const out = join(folder, 'failed');
  const data = join(folder, 'narrow.csv');
  writeFileSync(data, Array.from({ length: 400 }, (_, row) => `${Math.sin(row)}\n`).join(''));
  const end = await flowsBench('run', '--data', data, '--models', 'realnvp,made', '--steps', '4', '--out', out);
  expect(end).toMatchObject({ code: 1, stdout: expect.stringMatching(/realnvp failed: .*dims/) });
  expect(readResults(out).trials.map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
});

test('a bad flag ends the program with 2 and without a stack', async () => {
  const { code, stderr } = await flowsBench('run', '--models', 'nicer');
  expect(code).toBe(2);
  expect(stderr).toContain('Allowed: gaussian, nice');
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('the report shows every data set and model, with nothing to fetch and no script', () => {
  const text = readFileSync(join(unbroken, 'report.html'), 'utf8');
  const { document } = parseHTML(text);
  const section = document.querySelector('section#moons');
  const rows = [...(section?.querySelectorAll('tbody th') ?? [])].map((cell) => cell.textContent);
  expect(rows).toEqual(['Gaussian baseline', 'MADE', 'MAF', 'Entropy of the density floor']);
  expect(section?.querySelectorAll('svg')).toHaveLength(1);
  expect(section?.querySelectorAll('img[alt^="Density of"]')).toHaveLength(4);
  expect(document.querySelectorAll('script, link')).toHaveLength(0);
  const sources = [...document.querySelectorAll('img')].map((image) => image.getAttribute('src'));
  expect(sources.every((source) => source?.startsWith('data:image/png;base64,'))).toBe(true);
  expect(text.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:/);
  expect(text.length).toBeLessThan(3e6);
});
