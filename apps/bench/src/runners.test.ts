import { waveNet } from '@flows/autoregressive';
import { categoricalConditional, type DensityModel, rng } from '@flows/core';
import { drawWeights } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { drawnAtOnce } from './rows-at-once.ts';
import { runners } from './runners.ts';

test('a model that draws in steps draws the same compiled and eagerly, for one context that serves all', async () => {
  const conditional = categoricalConditional({ levels: 4 });
  const sizes = { length: 20, channels: 4, skip: 4, layers: 3, stride: 8, context: 2 };
  const model = waveNet({ ...sizes, conditional, rng: rng(0) }) as DensityModel;
  tf.tidy(() => drawWeights(model, rng(1), 0.7));
  const context = tf.tensor2d([[0, 1]]);
  const before = tf.memory().numTensors;
  const drawn: number[][] = [];
  for (const name of ['compiled', 'eager'] as const) {
    const running = (await runners[name]()).running(model);
    const x = await running.sample(5, { rng: rng(2), context });
    drawn.push([...(await x.data())]);
    tf.dispose(x);
    running.dispose();
  }
  expect(tf.memory().numTensors).toBe(before);
  expect(drawn[0]).toHaveLength(100);
  expect(drawn[0]).toEqual(drawn[1]);
  tf.dispose(context);
  model.dispose();
});

test('large events are drawn few at once, small ones by the chunk', () => {
  const of = (eventShape: number[]) => drawnAtOnce({ eventShape } as unknown as DensityModel);
  expect([of([64]), of([28, 28, 1]), of([7168]), of([10_000_000])]).toEqual([64, 64, 9, 1]);
});
