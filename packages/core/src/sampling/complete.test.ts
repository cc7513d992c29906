import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { standardNormal } from '../distributions/standard-normal.ts';
import { ConfigError, ShapeError } from '../errors.ts';
import { rng } from '../rng.ts';
import { type Completer, complete } from './complete.ts';
import { walk } from './fixtures/walk.ts';

const model: Completer<tf.Tensor2D> & { logProb(x: tf.Tensor2D): tf.Tensor1D } = {
  stages: [walk(4)],
  eventShape: [4],
  together: 2,
  readsBeginnings: true,
  sample: () => {
    throw new Error('a staged model is drawn by its stages');
  },
  logProb: (x) => tf.tidy(() => tf.where(x.less(0).any(1), Number.NEGATIVE_INFINITY, 0) as tf.Tensor1D),
};
const beginning = (...values: number[]) => tf.tensor2d(values, [1, 4]);

test('rows go on from where they are, in chunks', async () => {
  const rows = tf.concat([beginning(1, 2, NaN, NaN), beginning(3, 4, 5, 6), beginning(NaN, NaN, NaN, NaN)]);
  const done: number[] = [];
  const whole = (await complete(model, rows as tf.Tensor2D, {
    rng: rng(1),
    chunk: 2,
    onProgress: (progress) => done.push(progress.done),
  }).then((x) => x.arraySync())) as number[][];
  expect(whole[0]?.slice(0, 2)).toEqual([1, 2]);
  expect(whole[0]?.[2]).toBeGreaterThan(2);
  expect(whole[1]).toEqual([3, 4, 5, 6]);
  expect(whole.flat().every(Number.isFinite)).toBe(true);
  expect(done.at(-1)).toBe(3);
});

test.each([
  ['a gap before what is given', beginning(1, NaN, 3, 4), 'got 3 at element 2 of row 0 after NaN at 1'],
  ['a part of what is drawn together', beginning(1, 2, 3, NaN), 'expected whole groups of 2 elements'],
  ['what the model gives no probability', beginning(-1, 0, NaN, NaN), 'got none in row 0'],
])('%s is refused, and nothing leaks', async (_, rows, message) => {
  await expectNoLeak(async () => {
    await expect(complete(model, rows, { rng: rng(0) })).rejects.toThrow(message);
  });
});

test('rows of another shape, no rows, and models that do not draw in order are refused', async () => {
  await expect(complete(model, tf.zeros([1, 3]), { rng: rng(0) })).rejects.toThrow(ShapeError);
  await expect(complete(model, tf.zeros([0, 4]), { rng: rng(0) })).rejects.toThrow('expected at least one row');
  const normal = standardNormal({ eventShape: [4] }) as never;
  await expect(complete(normal, beginning(1, 2, 3, 4), { rng: rng(0) })).rejects.toThrow(ConfigError);
});

test('a signal stops it', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(complete(model, beginning(1, 2, NaN, NaN), { rng: rng(0), signal })).rejects.toThrow('enough');
});
