import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { classContexts } from './class-context.ts';
import type { DataSet } from './data-set.ts';
import { trainingRows } from './training-rows.ts';

const labels = { train: Uint8Array.of(1, 0), validation: Uint8Array.of(0), test: Uint8Array.of(1) };
const sounds = {
  kind: 'sound',
  sound: { sampleRate: 8000, silence: 5 },
  train: { data: Float32Array.of(1, NaN, 2, 3), shape: [2, 2] },
  validation: { data: Float32Array.of(4, NaN), shape: [1, 2] },
  test: { data: Float32Array.of(1, 1), shape: [1, 2] },
  labels,
  classes: 2,
} as unknown as DataSet;

test('sounds are trained on with silence at their end, and validated without', () => {
  const { train, validation } = trainingRows(sounds);
  expect(train).toEqual({ data: Float32Array.of(1, 5, 2, 3), shape: [2, 2] });
  const batches = [...(validation as () => Iterable<{ x: tf.Tensor }>)()];
  expect(batches.map(({ x }) => [...x.dataSync()])).toEqual([[4, NaN]]);
  tf.dispose(batches);
});

test('the class of each row is its context, one-hot, in every part', () => {
  const { train, validation } = trainingRows({ ...sounds, contexts: classContexts(sounds) });
  expect(train).toMatchObject({ context: { data: Float32Array.of(0, 1, 1, 0), shape: [2, 2] } });
  const [batch] = [...(validation as () => Iterable<{ context: tf.Tensor }>)()];
  expect([...(batch?.context.dataSync() ?? [])]).toEqual([1, 0]);
  tf.dispose(batch ?? []);
});

test('where no classes are known there is no context, and other data stay as they are', () => {
  const { labels: _, ...unlabelled } = sounds;
  expect(classContexts(unlabelled as DataSet)).toBeUndefined();
  const images = { ...sounds, kind: 'image', sound: undefined } as unknown as DataSet;
  expect(trainingRows(images)).toEqual({ train: images.train, validation: images.validation });
});
