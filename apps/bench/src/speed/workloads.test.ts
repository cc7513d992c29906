import { expect, test } from 'vitest';
import { measures } from './measures.ts';
import { peers } from './subjects.ts';
import { pairsOf, workloads } from './workloads.ts';

test('every size is measured in every way, against every peer', () => {
  const names = pairsOf(workloads).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const size of ['maf-43x512', 'maf-6x100', 'maf-2x64']) {
    for (const measure of Object.keys(measures)) {
      for (const peer of Object.keys(peers)) expect(names).toContain(`${size}/${measure}/${peer}`);
    }
  }
});

test.each([
  ['maf-43x512/train/flowjax', 1],
  ['maf-43x512/train/zuko', 0.6],
  ['maf-6x100/train/zuko', 0.5],
  ['maf-43x512/train/eager', 1 / 30],
  ['maf-2x64/train/eager', 1 / 15],
  ['maf-2x64/logProb/flowjax', 1],
  ['maf-6x100/coldStart/flowjax', 1 / 3],
  ['maf-6x100/coldStart/zuko', 1],
  ['maf-43x512/peakMemory/zuko', 0.5],
  ['maf-43x512/train/nflows', undefined],
])('%s is to take at most %s of what the peer takes', (name, atMost) => {
  expect(pairsOf(workloads, new RegExp(`^${name}$`)).map((pair) => pair.atMost)).toEqual([atMost]);
});

test('a pattern keeps the pairs whose workload or peer it matches', () => {
  const chosen = pairsOf(workloads, /2x64.*zuko/i).map(({ name }) => name);
  expect(chosen).toEqual(Object.keys(measures).map((measure) => `maf-2x64/${measure}/zuko`));
  expect(pairsOf(workloads, /pytorch/)).toEqual([]);
});
