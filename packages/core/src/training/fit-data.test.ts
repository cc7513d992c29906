import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import type { Batch } from '../trainable.ts';
import { batchesOf, disposeBatch } from './fit-data.ts';

const ten = { data: Float32Array.from({ length: 10 }, (_, i) => i), shape: [10, 1] };

async function valuesOf(batches: AsyncIterable<Batch>): Promise<number[][]> {
  const values: number[][] = [];
  for await (const batch of batches) {
    values.push([...batch.x.dataSync()]);
    disposeBatch(batch);
  }
  return values;
}

test('an epoch is full batches of different rows, in an order that its generator gives', async () => {
  const batches = await batchesOf('test', ten, { eventShape: [1] }, 3);
  const epoch = (seed: number, skip = 0) => valuesOf(batches.epoch(0, rng(seed), skip));
  const first = await epoch(1);
  expect(first.map((batch) => batch.length)).toEqual([3, 3, 3]);
  expect(new Set(first.flat()).size).toBe(9);
  expect(await epoch(1)).toEqual(first);
  expect(await epoch(2)).not.toEqual(first);
  expect(await epoch(1, 2)).toEqual(first.slice(2));
});

test('rows in order come once each, the last batch what is left', async () => {
  const batches = await batchesOf('test', ten, { eventShape: [1] }, 3);
  expect(await valuesOf(batches.inOrder(4, rng(0)))).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9],
  ]);
});

test('context goes with its row', async () => {
  const context = { data: ten.data.map((value) => 10 * value), shape: [10, 1] };
  const batches = await batchesOf('test', { x: ten, context }, { eventShape: [1] }, 4);
  for await (const batch of batches.epoch(0, rng(1), 0)) {
    expect([...(batch.context as tf.Tensor).dataSync()]).toEqual([...batch.x.dataSync()].map((value) => 10 * value));
    disposeBatch(batch);
  }
});

test('batches of a function that resuming passes over are freed', async () => {
  const batches = await batchesOf(
    'test',
    () => [0, 1, 2].map((value) => ({ x: tf.fill([2, 1], value) })),
    { eventShape: [1] },
    2,
  );
  const before = tf.memory().numTensors;
  expect(await valuesOf(batches.epoch(0, rng(0), 2))).toEqual([[2, 2]]);
  expect(tf.memory().numTensors).toBe(before);
});

test('what does not fit is said', async () => {
  const fewer = { data: new Float32Array(3), shape: [3, 1] };
  await expect(batchesOf('test', { x: ten, context: fewer }, { eventShape: [1] }, 2)).rejects.toThrow(
    'for each of the 10 rows, got 3',
  );
  const wrong = await batchesOf('test', () => [{ x: tf.zeros([2, 3]) }], { eventShape: [1] }, 2);
  await expect(valuesOf(wrong.epoch(0, rng(0), 0))).rejects.toThrow('a batch { x } of shape [batch, 1], got [2, 3]');
  const none = await batchesOf('test', () => [], { eventShape: [1] }, 2);
  await expect(valuesOf(none.epoch(4, rng(0), 0))).rejects.toThrow('epoch 4 has none');
});

test('numbers may be missing where the model leaves them out, and nowhere else', async () => {
  const some = { data: Float32Array.of(1, Number.NaN), shape: [2, 1] };
  await expect(batchesOf('test', some, { eventShape: [1] }, 2)).rejects.toThrow('got NaN in row 1');
  const batches = await batchesOf('test', some, { eventShape: [1], readsBeginnings: true }, 2);
  expect(await valuesOf(batches.inOrder(2, rng(0)))).toEqual([[1, Number.NaN]]);
  const infinite = { data: Float32Array.of(1, Infinity), shape: [2, 1] };
  await expect(batchesOf('test', infinite, { eventShape: [1], readsBeginnings: true }, 2)).rejects.toThrow('Infinity');
});
