import { expect, test } from 'vitest';
import { tinyModel } from './fixtures/fake-subject.ts';
import type { PairRecord } from './speed-results.ts';
import { speedTable } from './speed-table.ts';

const about = { workload: 'maf-2x64/train', measure: 'train', model: tinyModel } as const;
const rounds = { ours: [2, 1, 3], theirs: [4, 4, 4], ratios: [0.5, 0.25, 0.75] };
const measured = {
  ...about,
  ...rounds,
  status: 'measured',
  unit: 'ms',
  ratio: { median: 0.5, min: 0.25, max: 0.75 },
} as const;

const tableOf = (pairs: PairRecord[], load = 0) =>
  speedTable({ machine: { cpu: 'any', cores: 2, node: 'v20.0.0', load }, pairs });

/** The lines of a table without the spaces that align them. */
const linesOf = (pairs: PairRecord[]) =>
  tableOf(pairs)
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' | '));

test('a row shows medians, the ratio with its spread, and whether the target holds', () => {
  expect(linesOf([{ ...measured, peer: 'zuko', atMost: 0.5 }])).toEqual([
    "workload | ours | peer | peer's | ratio (spread) | at most",
    'maf-2x64/train | 2.00 ms | zuko | 4.00 ms | 0.500 (0.250 to 0.750) | 0.500 | holds',
  ]);
});

test('a target that is passed is missed, and where there is none nothing is said', () => {
  const [, missed, free] = linesOf([
    { ...measured, peer: 'flowjax', atMost: 0.49 },
    { ...measured, peer: 'nflows' },
  ]);
  expect(missed).toMatch(/0\.490 \| misses$/);
  expect(free).toMatch(/\(0\.250 to 0\.750\)$/);
});

test('a pair that was not measured is a row that says why', () => {
  const why = 'python3 has no zuko: pip install zuko';
  const [, row] = linesOf([{ ...about, peer: 'zuko', status: 'missing', why }]);
  expect(row).toBe(`maf-2x64/train | zuko | missing: ${why}`);
});

test('columns line up', () => {
  const lines = tableOf([
    { ...measured, peer: 'zuko', atMost: 0.5 },
    { ...measured, peer: 'flowjax', theirs: [4000, 4000, 4000], atMost: 1 },
  ]).split('\n');
  expect(new Set(lines.slice(1).map((line) => line.indexOf(' ms'))).size).toBe(1);
  expect(new Set(lines.slice(1).map((line) => line.indexOf('(0.250'))).size).toBe(1);
});

test('where the machine was busy the reader is warned, and where it was quiet not', () => {
  const pairs: PairRecord[] = [{ ...measured, peer: 'zuko' }];
  expect(tableOf(pairs, 2.65)).toBe(
    `${tableOf(pairs, 0.1)}\n\nThe machine was busy before this began (load 2.65): measure again when it is quiet.`,
  );
  expect(tableOf(pairs, 0.1)).not.toContain('busy');
});
