import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DoneTrial, readResults } from './results.ts';

const program = fileURLToPath(new URL('../bin/flows-bench.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'flows-bench-'));
const unbroken = join(folder, 'unbroken');
const trials = ['run', '--data', 'moons', '--models', 'nice,maf', '--steps', '120'];
const slow = 60_000;

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

/** Waits until a training has left a checkpoint. */
async function checkpointed(out: string, trial: string): Promise<void> {
  while (!existsSync(join(out, 'checkpoints', `${trial}.safetensors`))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What must not depend on how a run was cut up: all but the times. */
const numbersOf = (out: string) =>
  readResults(out).trials.map((trial) => {
    const { cost: _, ...numbers } = trial as DoneTrial;
    return numbers;
  });

const modelsOf = (out: string) =>
  ['nice', 'maf'].map((name) => readFileSync(join(out, 'models', `${name}-moons-seed0.safetensors`)));

beforeAll(async () => {
  expect(await flowsBench(...trials, '--out', unbroken)).toMatchObject({ code: 0 });
}, slow);

afterAll(() => rmSync(folder, { recursive: true }));

test('run leaves a done trial of each model and of the baseline, and no checkpoint', () => {
  const { trials } = readResults(unbroken);
  expect(trials.map(({ model, status }) => [model, status])).toEqual([
    ['gaussian', 'done'],
    ['nice', 'done'],
    ['maf', 'done'],
  ]);
  expect(existsSync(join(unbroken, 'checkpoints', 'maf-moons-seed0.safetensors'))).toBe(false);
});

test(
  'a run killed in the middle of a training goes on to the numbers of an unbroken one',
  async () => {
    const out = join(folder, 'killed');
    const child = start([...trials, '--out', out]);
    const end = ended(child);
    await checkpointed(out, 'maf-moons-seed0');
    child.kill('SIGKILL');
    await end;
    expect(readResults(out).trials[2]?.status).toBe('planned');
    expect(await flowsBench('run', '--out', out, '--resume')).toMatchObject({ code: 0 });
    expect(numbersOf(out)).toEqual(numbersOf(unbroken));
    expect(modelsOf(out)).toEqual(modelsOf(unbroken));
  },
  slow,
);

test(
  'Ctrl-C keeps the step in hand and tells the command to go on',
  async () => {
    const out = join(folder, 'stopped');
    const child = start([...trials, '--out', out]);
    const end = ended(child);
    await checkpointed(out, 'nice-moons-seed0');
    child.kill('SIGINT');
    const { code, stderr } = await end;
    expect(code).toBe(130);
    expect(stderr).toContain(`flows-bench.mjs run --out ${out} --resume`);
    expect(readResults(out).trials.map(({ status }) => status)).toEqual(['done', 'interrupted', 'planned']);
  },
  slow,
);

test(
  'two jobs at a time give the numbers of one',
  async () => {
    const out = join(folder, 'jobs');
    expect(await flowsBench(...trials, '--jobs', '2', '--out', out)).toMatchObject({ code: 0 });
    expect(numbersOf(out)).toEqual(numbersOf(unbroken));
  },
  slow,
);

test(
  'a training that cannot be is a row that says why, and the others go on',
  async () => {
    const out = join(folder, 'failed');
    const data = join(folder, 'narrow.csv');
    writeFileSync(data, Array.from({ length: 400 }, (_, row) => `${Math.sin(row)}\n`).join(''));
    const { code, stdout } = await flowsBench(
      'run',
      '--data',
      data,
      '--models',
      'realnvp,made',
      '--steps',
      '4',
      '--out',
      out,
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/realnvp failed: .*dims/);
    expect(readResults(out).trials.map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
  },
  slow,
);

test(
  'resume refuses a run of other settings, and run a folder that holds results',
  async () => {
    const other = await flowsBench('run', '--out', unbroken, '--resume', '--steps', '7');
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('--steps 120, now 7') });
    const again = await flowsBench(...trials, '--out', unbroken);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('add --resume') });
  },
  slow,
);

test.each([
  [['run', '--models', 'nice,nicer'], 'Allowed: gaussian, nice, realnvp, made, maf'],
  [['run', '--data', 'moons,absent.csv'], 'no file absent.csv'],
  [['run', '--profile', 'slow'], 'Allowed choices are quick, standard, paper'],
  [['run', '--engine', 'steam'], 'Allowed choices are eager'],
  [['run', '--steps', '0'], 'whole number of at least 1'],
  [['run', '--steps', '3', '--epochs', '4'], "cannot be used with option '--epochs <n>'"],
  [['run', '--profile', 'paper'], 'give --data FILE.npz'],
  [['run', '--resume'], '--resume needs --out DIR'],
  [['sample', 'model.safetensors', '--count', 'many', '--out', 'x.csv'], 'whole number of at least 1'],
  [['sing'], "unknown command 'sing'"],
])('%j is answered by what is allowed', async (args, answer) => {
  const { code, stderr } = await flowsBench(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(answer);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test(
  'samples of a saved model score as its test set does',
  async () => {
    const model = join(unbroken, 'models', 'gaussian-moons-seed0.safetensors');
    const [drawn, scored] = [join(folder, 'drawn.csv'), join(folder, 'scored.csv')];
    expect(await flowsBench('sample', model, '--count', '4000', '--out', drawn, '--seed', '3')).toMatchObject({
      code: 0,
    });
    expect(await flowsBench('score', model, '--data', drawn, '--out', scored)).toMatchObject({ code: 0 });
    const [header, ...lines] = readFileSync(scored, 'utf8').trim().split('\n');
    expect(header).toBe('log_prob');
    expect(lines).toHaveLength(4000);
    const nll = -lines.reduce((sum, line) => sum + Number(line), 0) / lines.length;
    // A Gaussian's entropy is its own NLL: six standard errors of 1 nat a row.
    const { metrics } = readResults(unbroken).trials[0] as DoneTrial;
    expect(Math.abs(nll - metrics.testNll)).toBeLessThan(6 / Math.sqrt(4000));
  },
  slow,
);

test(
  'score refuses rows of another width, and a file that is no model, without a stack',
  async () => {
    const narrow = join(folder, 'three.csv');
    writeFileSync(narrow, '1,2,3\n');
    const model = join(unbroken, 'models', 'maf-moons-seed0.safetensors');
    const wide = await flowsBench('score', model, '--data', narrow, '--out', join(folder, 'x.csv'));
    expect(wide).toMatchObject({ code: 1, stderr: expect.stringContaining('expected rows of shape [rows, 2]') });
    const wrong = await flowsBench('sample', narrow, '--count', '1', '--out', join(folder, 'x.csv'));
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/^error: .*\n$/);
  },
  slow,
);

test('the report shows every data set and model, with nothing to fetch and no script', () => {
  const text = readFileSync(join(unbroken, 'report.html'), 'utf8');
  const { document } = parseHTML(text);
  const section = document.querySelector('section#moons');
  const rows = [...(section?.querySelectorAll('tbody th') ?? [])].map((cell) => cell.textContent);
  expect(rows).toEqual(['Gaussian baseline', 'NICE', 'MAF', 'Entropy of the density floor']);
  expect(section?.querySelectorAll('svg')).toHaveLength(1);
  expect(section?.querySelectorAll('img[alt^="Density of"]')).toHaveLength(4);
  expect(document.querySelectorAll('script, link')).toHaveLength(0);
  const sources = [...document.querySelectorAll('img')].map((image) => image.getAttribute('src'));
  expect(sources.every((source) => source?.startsWith('data:image/png;base64,'))).toBe(true);
  expect(text.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:/);
  expect(text.length).toBeLessThan(3e6);
});
