import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import type { SampleOptions } from '../density-model.ts';
import { standardNormal } from '../distributions/standard-normal.ts';
import { rng } from '../rng.ts';
import { sampleInChunks } from './sample-in-chunks.ts';

const normal = standardNormal({ eventShape: [2] });
/** A sampler that gives back its context. */
const echo = { sample: (_: number, { context }: SampleOptions) => (context as tf.Tensor).clone() };

test('samples come in chunks, each from a generator of its own, and progress is told', async () => {
  const told: number[] = [];
  const sample = await sampleInChunks(normal, 7, { rng: rng(0), chunk: 3, onProgress: ({ done }) => told.push(done) });
  expect(told).toEqual([3, 6, 7]);
  const fewer = await sampleInChunks(normal, 4, { rng: rng(0), chunk: 3 });
  const [first, second, third] = [fewer, sample, sample].map((rows) => [...rows.dataSync()]) as [
    number[],
    number[],
    number[],
  ];
  expect(first.slice(0, 6)).toEqual(second.slice(0, 6));
  // Chunks differ from each other.
  expect(third.slice(6, 12)).not.toEqual(third.slice(0, 6));
});

test('a further call with the same generator draws anew', async () => {
  const generator = rng(0);
  const [one, other] = [
    await sampleInChunks(normal, 3, { rng: generator }),
    await sampleInChunks(normal, 3, { rng: generator }),
  ];
  expect(other.arraySync()).not.toEqual(one.arraySync());
});

test('a temperature reaches every chunk', async () => {
  const sample = await sampleInChunks(normal, 4, { rng: rng(0), chunk: 2, temperature: 0 });
  expect([...sample.dataSync()].map(Math.abs)).toEqual(Array(8).fill(0));
});

test('every row has its context, and one row serves all', async () => {
  const context = tf.tensor2d([[1], [2], [3], [4], [5]]);
  expect((await sampleInChunks(echo, 5, { rng: rng(0), chunk: 2, context })).arraySync()).toEqual(context.arraySync());
  const one = await sampleInChunks(echo, 3, { rng: rng(0), chunk: 2, context: tf.tensor2d([[7]]) });
  expect(one.arraySync()).toEqual([[7], [7], [7]]);
  await expect(sampleInChunks(echo, 4, { rng: rng(0), context })).rejects.toThrow('expected context of 1 or 4 rows');
});

test('a signal ends it between two chunks, and frees what was drawn', async () => {
  const stop = new AbortController();
  const options = { rng: rng(0), chunk: 2, signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) };
  const context = tf.zeros([1, 2]);
  await expectNoLeak(async () => {
    await expect(sampleInChunks(normal, 10, { ...options, context })).rejects.toThrow('enough');
  });
});

test('timers run while samples are drawn', async () => {
  let ran = false;
  setTimeout(() => {
    ran = true;
  }, 0);
  const slow = {
    sample: (rows: number) => {
      const end = performance.now() + 25;
      while (performance.now() < end);
      return tf.zeros<tf.Rank.R1>([rows]);
    },
  };
  const seen: boolean[] = [];
  await sampleInChunks(slow, 4, { rng: rng(0), chunk: 1, onProgress: () => seen.push(ran) });
  expect(seen[0]).toBe(false);
  expect(seen.at(-1)).toBe(true);
});

test('counts that are none are refused', async () => {
  await expect(sampleInChunks(normal, 0, { rng: rng(0) })).rejects.toThrow('sampleInChunks: expected count');
  await expect(sampleInChunks(normal, 2, { rng: rng(0), chunk: 0 })).rejects.toThrow('sampleInChunks: expected chunk');
});
