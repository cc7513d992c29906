import { expect, test } from 'vitest';
import { peers } from './subjects.ts';
import { pairsOf, workloads } from './workloads.ts';

const ways = ['train', 'logProb', 'coldStart', 'peakMemory'];
const everyPeer = Object.keys(peers)
  .filter((peer) => peer !== 'pytorch' && peer !== 'whole')
  .sort();

const peersOf = (name: string) =>
  pairsOf(workloads)
    .filter(({ workload }) => workload.name === name)
    .map(({ peer }) => peer)
    .sort();

test('no two rows have one name', () => {
  const names = pairsOf(workloads).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test.each(['maf-43x512', 'maf-6x100', 'maf-2x64'])(
  '%s is trained in every way, against every library of flows',
  (size) => {
    for (const way of ways) expect(peersOf(`${size}/${way}`)).toEqual(everyPeer);
  },
);

test.each(['maf-43x512/sample', 'iaf-43x512/logProb', 'maf-6x100/sample', 'iaf-6x100/logProb'])(
  '%s goes element by element: 1000 rows, ours compiled, against every peer',
  (name) => {
    expect(peersOf(name)).toEqual(everyPeer);
    const workload = workloads.find((one) => one.name === name);
    expect(workload).toMatchObject({ model: { kind: name.slice(0, 3), rows: 1000, layers: 5 } });
  },
);

test.each(['maf-784x1024/singleSample', 'iaf-784x1024/singleLogProb'])(
  '%s goes element by element: 100 rows, against zuko alone',
  (name) => {
    expect(peersOf(name)).toEqual(['zuko']);
    const workload = workloads.find((one) => one.name === name);
    expect(workload).toMatchObject({ model: { kind: name.slice(0, 3), rows: 100, layers: 5 } });
  },
);

test.each([
  ['glow-16x16x3x64', ['eager', 'normflows', 'pytorch']],
  ['realnvp-8x8x3x32', ['eager', 'pytorch']],
])('%s, a flow of images, is beside %s, and on one thread beside PyTorch', (size, beside) => {
  for (const way of ['train', 'logProb', 'sample', 'peakMemory']) expect(peersOf(`${size}/${way}`)).toEqual(beside);
  for (const way of ['train', 'sample']) expect(peersOf(`${size}/${way}/1-thread`)).toEqual(['pytorch']);
  const models = workloads.filter(({ name }) => name.startsWith(size)).map(({ model }) => model.threads);
  expect(models).toEqual([undefined, undefined, undefined, undefined, 1, 1]);
});

test.each([
  ['gated-pixelcnn-28x28x1x32/train', ['eager', 'pytorch']],
  ['gated-pixelcnn-28x28x1x32/sample', ['eager', 'whole']],
  ['diagonal-bilstm-28x28x1x16/train', ['eager', 'pytorch']],
  ['wavenet-2048x32/train', ['eager', 'pytorch']],
  ['wavenet-8000x32/sample', ['whole']],
  ['wavenet-8000x32/sample/1-thread', ['whole']],
  ['vae-planar-784x300/train', ['eager', 'pytorch']],
  ['vae-iaf-784x300/train', ['eager', 'pytorch']],
])('%s, a model of levels, is beside %s', (name, beside) => {
  expect(peersOf(name)).toEqual(beside);
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
  ['maf-43x512/sample/zuko', 1 / 15],
  ['maf-43x512/sample/nflows', 1 / 15],
  ['iaf-43x512/logProb/flowjax', 1 / 15],
  ['maf-6x100/sample/zuko', 1 / 4],
  ['iaf-6x100/logProb/nflows', 1 / 4],
  ['iaf-6x100/logProb/flowjax', 1 / 2],
  ['maf-6x100/sample/normflows', undefined],
  ['glow-16x16x3x64/train/pytorch', 1.1],
  ['glow-16x16x3x64/train/normflows', undefined],
  ['glow-16x16x3x64/sample/pytorch', 1],
  ['realnvp-8x8x3x32/peakMemory/pytorch', 0.6],
  ['realnvp-8x8x3x32/train/1-thread/pytorch', undefined],
  ['gated-pixelcnn-28x28x1x32/train/pytorch', 0.9],
  ['gated-pixelcnn-28x28x1x32/sample/whole', 1 / 20],
  ['diagonal-bilstm-28x28x1x16/train/pytorch', 1],
  ['wavenet-2048x32/train/pytorch', 0.75],
  ['wavenet-8000x32/sample/whole', 1 / 50],
  ['vae-planar-784x300/train/pytorch', 0.7],
  ['vae-iaf-784x300/train/pytorch', 0.7],
  ['maf-784x1024/singleSample/zuko', 1 / 50],
  ['iaf-784x1024/singleLogProb/zuko', 1 / 50],
])('%s is to take at most %s of what the peer takes', (name, atMost) => {
  expect(pairsOf(workloads, new RegExp(`^${name}$`)).map((pair) => pair.atMost)).toEqual([atMost]);
});

test('a pattern keeps the pairs whose workload or peer it matches', () => {
  const chosen = pairsOf(workloads, /2x64.*zuko/i).map(({ name }) => name);
  expect(chosen).toEqual(ways.map((way) => `maf-2x64/${way}/zuko`));
  expect(pairsOf(workloads, /keras/)).toEqual([]);
});
