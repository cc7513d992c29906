import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError, ShapeError } from '../errors.ts';
import { rng } from '../rng.ts';
import { drawAtOnce, drawStepByStep } from './draw-in-stages.ts';
import { walk } from './fixtures/walk.ts';

const still = { rng: rng(0), temperature: 0 };
const valuesOf = (x: tf.Tensor) => x.arraySync() as number[][];

test('steps follow each other through the cache, at once or one by one', async () => {
  const stages = [walk(4)];
  const atOnce = valuesOf(drawAtOnce('walk', stages, 2, { rng: rng(1) }));
  for (const row of atOnce) expect(row).toEqual([...row].sort((a, b) => a - b));
  expect(valuesOf(await drawStepByStep('walk', stages, 2, { rng: rng(1) }))).toEqual(atOnce);
});

test('a stage begins with what the one before has drawn, and the last is the sample', () => {
  const context = tf.tensor2d([[1, 2, 3]]);
  expect(valuesOf(drawAtOnce('walk', [walk(2), walk(3)], 1, { ...still, context }))).toEqual([[2, 4, 7]]);
});

test('each step reads its own part of the context, of which one row serves all', () => {
  const context = tf.tensor2d([[1, 10, 100]]);
  expect(valuesOf(drawAtOnce('walk', [walk(3)], 2, { ...still, context }))).toEqual(Array(2).fill([1, 11, 111]));
  const wrong = tf.zeros([2, 3]);
  expect(() => drawAtOnce('walk', [walk(3)], 3, { ...still, context: wrong })).toThrow(ShapeError);
});

test('what is known stands, and what comes after follows from it', () => {
  const known = tf.tensor2d([[5, 7, Number.NaN]]);
  const context = tf.tensor2d([[1, 1, 1]]);
  expect(valuesOf(drawAtOnce('walk', [walk(3)], 1, { ...still, known, context }))).toEqual([[5, 7, 8]]);
});

test('between two steps it is told how far it is, and nothing stays where that ends it', async () => {
  const told: number[] = [];
  const hear = async (done: number) => void told.push(done);
  await expectNoLeak(async () => {
    (await drawStepByStep('walk', [walk(2), walk(1)], 3, { rng: rng(0) }, hear)).dispose();
    for (const last of [1, 2, 4, 5]) {
      let heard = 0;
      const stop = async () => {
        heard += 1;
        if (heard === last) throw new Error('enough');
      };
      const drawing = drawStepByStep('walk', [walk(2), walk(1)], 3, { rng: rng(0) }, stop);
      await expect(drawing).rejects.toThrow('enough');
    }
  });
  expect(told).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
});

test('a step that fails leaves nothing behind', async () => {
  const failing = {
    ...walk(2),
    join: () => {
      throw new Error('broken');
    },
  };
  await expectNoLeak(async () => {
    expect(() => drawAtOnce('walk', [walk(1), failing], 2, { rng: rng(0) })).toThrow('broken');
    await expect(drawStepByStep('walk', [walk(1), failing], 2, { rng: rng(0) })).rejects.toThrow('broken');
  });
});

test('a count that is none, and temperatures of several levels, are refused', () => {
  expect(() => drawAtOnce('walk', [walk(1)], 0, { rng: rng(0) })).toThrow('walk: expected count');
  expect(() => drawAtOnce('walk', [walk(1)], 1, { rng: rng(0), temperature: [1, 2] })).toThrow(ConfigError);
});
