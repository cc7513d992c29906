import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { said } from '../fixtures/said.ts';

const folder = mkdtempSync(join(tmpdir(), 'flows-bench-speed-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [['--only', '('], 'Expected a regular expression'],
  [['--only', 'keras'], 'workloads are maf-43x512/train, '],
  [['--peers', '/no/such/python'], 'expected --peers to be a Python interpreter, got /no/such/python'],
])('speed answers %j by what is allowed', async (words, answer) => {
  expect(await said('speed', ...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(answer) });
});

test('speed prints a row for each pair and writes them for machines', async () => {
  const json = join(folder, 'speed.json');
  const { code, stdout } = await said('speed', '--only', '2x64/train/n.*flows', '--json', json);
  expect(code).toBe(0);
  const why = 'not measured without --peers PYTHON';
  const rows = stdout.split('\n').slice(1, 3);
  expect(rows).toEqual(
    ['nflows', 'normflows'].map((peer) => expect.stringMatching(`^maf-2x64/train .*${peer} .*${why}$`)),
  );
  const results = JSON.parse(readFileSync(json, 'utf8'));
  expect(results).toMatchObject({ schemaVersion: 2, machine: { node: process.version }, peers: null });
  expect(results.pairs).toMatchObject([
    {
      workload: 'maf-2x64/train',
      peer: 'nflows',
      status: 'missing',
      why,
      model: { shape: [2], hidden: 64, batch: 256 },
    },
    { workload: 'maf-2x64/train', peer: 'normflows', status: 'missing', why },
  ]);
});
