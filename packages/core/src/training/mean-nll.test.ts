import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { batchesOf } from './fit-data.ts';
import { gaussian, rows } from './fixtures/diagonal-gaussian.ts';
import { meanNll } from './mean-nll.ts';

test.each([1, 7, 50, 1000])('every row counts the same, whatever the size of the chunks (%d)', async (size) => {
  const model = gaussian();
  const data = rows(50);
  const expected = tf.tidy(() => model.logProb(tf.tensor2d(data.data, [50, 2])).dataSync()) as Float32Array;
  const before = tf.memory().numTensors;
  let turns = 0;
  const between = async () => void turns++;
  const nll = await meanNll(
    (x) => model.logProb(x as tf.Tensor2D),
    await batchesOf('test', data, { eventShape: [2] }, 50),
    {
      rows: size,
      rng: rng(0),
      between,
    },
  );
  expect(nll).toBeCloseTo(-expected.reduce((sum, value) => sum + value, 0) / 50, 4);
  expect(turns).toBe(Math.ceil(50 / size));
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});
