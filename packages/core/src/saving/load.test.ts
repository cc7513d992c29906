import * as tf from '@tensorflow/tfjs';
import { afterEach, expect, test } from 'vitest';
import { standardize } from '../bijectors/standardize.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { parameter } from '../parameter.ts';
import { type Config, listed, type Trainable, trainable, variablesOf } from '../trainable.ts';
import type { Kinds } from './kinds.ts';
import { load, loadWeights } from './load.ts';
import { readSafetensors, type Safetensors, type StoredTensor, writeSafetensors } from './safetensors.ts';
import { readValues, save } from './save.ts';

const leaf = (size: number, value = 0) =>
  trainable({ kind: 'leaf', size }, { bias: parameter<tf.Rank.R1>([size], (shape) => tf.fill(shape, value)) });
const tree = (children: Trainable[]) =>
  trainable({ kind: 'tree', children: children.map(({ config }) => config) }, listed(children));

const kinds: Kinds = {
  leaf: ({ size }) => leaf(size),
  tree: ({ children }, build) => tree(children.map((child: unknown) => build(child))),
  careless: ({ sizes }) => leaf(sizes.length.size),
};

/** The file of a model with something in it exchanged. */
function changed(
  model: Trainable,
  change: { config?: Config | string; tensors?: [string, StoredTensor][] },
): Uint8Array {
  const { tensors, metadata }: Safetensors = readSafetensors(save(model));
  const text = typeof change.config === 'string' ? change.config : JSON.stringify(change.config ?? model.config);
  return writeSafetensors({
    tensors: new Map(change.tensors ?? tensors),
    metadata: new Map(metadata).set('config', text),
  });
}

const made: Trainable[] = [];
const model = () => {
  const root = tree([leaf(2, 1), tree([leaf(3, 2)])]);
  made.push(root);
  return root;
};

afterEach(() => {
  for (const root of made.splice(0)) root.dispose();
});

test('a loaded model has the config, the paths and the values of the saved one', () => {
  const original = model();
  const loaded = load(save(original), kinds);
  made.push(loaded);
  expect(loaded.config).toEqual(original.config);
  const values = (root: Trainable) => [...variablesOf(root)].map(([path, value]) => [path, [...value.dataSync()]]);
  expect(values(loaded)).toEqual(values(original));
  expect(values(loaded)[0]).toEqual(['0.bias', [1, 1]]);
});

test('values that were read beforehand give the same file', async () => {
  const original = model();
  expect(save(original, { values: await readValues(original) })).toEqual(save(original));
});

test('saving frees what it makes, and loading keeps the variables alone', () => {
  const original = model();
  const before = tf.memory().numTensors;
  const bytes = save(original);
  expect(tf.memory().numTensors).toBe(before);
  const loaded = load(bytes, kinds);
  expect(tf.memory().numTensors).toBe(before + 2);
  loaded.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

const f32 = (...values: number[]): StoredTensor => ({ shape: [values.length], data: Float32Array.from(values) });
const [first, second] = [f32(1, 1), f32(2, 2, 2)];
const nested = (levels: number): string => `${'{"kind":"tree","children":['.repeat(levels)}${']}'.repeat(levels)}`;

test.each([
  ['an unknown kind', { config: { kind: 'trunk' } }, /known kind \(careless, leaf, tree\), got "trunk"/],
  ['a kind that every object has', { config: { kind: 'constructor' } }, /got "constructor"/],
  ['a child that is no config', { config: { kind: 'tree', children: [null] } }, /got undefined/],
  [
    'a tensor too few',
    { tensors: [['0.bias', first]] },
    /the model has 1\.0\.bias of shape \[3\]|asks for 3 numbers where the file holds 0 more/,
  ],
  [
    'a tensor too many',
    {
      tensors: [
        ['0.bias', first],
        ['1.0.bias', second],
        ['b', first],
      ],
    },
    /the file has b of shape \[2\]/,
  ],
  [
    'another shape',
    {
      tensors: [
        ['0.bias', second],
        ['1.0.bias', second],
      ],
    },
    /0\.bias of shape \[2\].*\[3\]/,
  ],
  [
    'another dtype',
    {
      tensors: [
        ['0.bias', { shape: [2], data: Int32Array.of(1, 2) }],
        ['1.0.bias', second],
      ],
    },
    /float32.*int32/,
  ],
  [
    'a variable larger than the file',
    { config: { kind: 'leaf', size: 60000 } },
    /asks for 60000 numbers where the file holds 5 more/,
  ],
  ['a variable larger than any memory', { config: { kind: 'leaf', size: 2 ** 40 } }, /asks for 1099511627776 numbers/],
  ['an infinite number', { config: '{"kind":"leaf","size":1e999}' }, /asks for Infinity numbers/],
  ['a config that is nested deep', { config: nested(40) }, /64 levels/],
  ['a config that is nested very deep', { config: nested(100_000) }, /64 levels/],
  ['an option __proto__', { config: '{"kind":"tree","children":[],"__proto__":{"a":1}}' }, /__proto__/],
  ['a config that is not JSON', { config: '{' }, /"config" to be JSON/],
  ['a config that a constructor stumbles over', { config: { kind: 'careless' } }, /does not describe a model/],
] as const)('a file with %s is refused and leaves nothing behind', (_, change, message) => {
  const bytes = changed(model(), change as never);
  const before = tf.memory().numTensors;
  expect(() => load(bytes, kinds)).toThrow(message);
  expect(() => load(bytes, kinds)).toThrow(expect.objectContaining({ code: expect.stringMatching(/weights|config/) }));
  expect(tf.memory().numTensors).toBe(before);
});

test('a file of another schema version is refused', () => {
  const { tensors, metadata } = readSafetensors(save(model()));
  const bytes = writeSafetensors({ tensors, metadata: new Map(metadata).set('schemaVersion', '99') });
  expect(() => load(bytes, kinds)).toThrow(/schema version 1, got "99"/);
});

test('loadWeights gives a model the weights of its like, also without a config', () => {
  const [original, other] = [model(), model()];
  const { tensors } = readSafetensors(save(original));
  const stored = new Map(tensors).set('0.bias', f32(8, 9));
  loadWeights(other, writeSafetensors({ tensors: stored, metadata: new Map() }));
  expect([...(variablesOf(other).get('0.bias')?.dataSync() ?? [])]).toEqual([8, 9]);
});

test('loadWeights assigns nothing where anything differs', () => {
  const other = model();
  const bytes = changed(model(), {
    tensors: [
      ['0.bias', f32(8, 9)],
      ['1.0.bias', f32(1)],
    ],
  });
  expect(() => loadWeights(other, bytes)).toThrow(/1\.0\.bias of shape \[3\].*\[1\]/);
  expect([...(variablesOf(other).get('0.bias')?.dataSync() ?? [])]).toEqual([1, 1]);
  const another = changed(model(), { config: { kind: 'tree', children: [{ kind: 'leaf', size: 4 }] } });
  expect(() => loadWeights(other, another)).toThrow(/config\.children\.0\.size \(2 and 4\)/);
});

test.each([
  ['a function', { act: () => 1 }, /config\.options\.act to be plain JSON, got a function/],
  ['NaN', { rate: Number.NaN }, /config\.options\.rate .* NaN/],
  ['an instance of a class', { list: [new Map()] }, /config\.options\.list\.0 .* Map/],
])('%s in a config is refused at saving', (_, options, message) => {
  const odd = trainable({ kind: 'odd', options }, {});
  expect(() => save(odd)).toThrow(message);
  expect(() => save(odd)).toThrow(expect.objectContaining({ code: 'config' }));
});

test('a size without weights is bounded too', () => {
  const bytes = (eventShape: number[]) =>
    writeSafetensors({
      tensors: new Map(),
      metadata: new Map([['config', JSON.stringify({ kind: 'standard-normal', eventShape })]]),
    });
  const known = { 'standard-normal': standardNormal };
  expect(load(bytes([3, 4]), known).eventShape).toEqual([3, 4]);
  expect(() => load(bytes([2 ** 40]), known)).toThrow('expected eventShape to be at most 65536 in a file of this size');
});

test('large values are not sizes', () => {
  const bytes = save(standardize({ mean: [2e9], scale: [1e6] }));
  expect(load<Trainable>(bytes, { standardize }).config).toMatchObject({ mean: [2e9], scale: [1e6] });
});

test('what a part keeps beside its variables is freed when loading fails', () => {
  const keeping = () => {
    tf.keep(tf.zeros([3]));
    throw new Error('later');
  };
  const bytes = changed(model(), { config: { kind: 'keeping' } } as never);
  const before = tf.memory().numTensors;
  expect(() => load(bytes, { keeping })).toThrow('does not describe a model');
  expect(tf.memory().numTensors).toBe(before);
});
