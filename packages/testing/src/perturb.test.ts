import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { expectNoLeak } from './no-leak.ts';
import { perturb } from './perturb.ts';
import { toyLibrary } from './toy-library.ts';

const { rng } = toyLibrary({});

test('weights behind a layer of zeros are moved too, and masked ones are not', async () => {
  const first = tf.variable(tf.ones([2, 3]));
  const mask = tf.tensor2d([1, 0, 1, 1, 1, 0], [2, 3]);
  const last = tf.variable(tf.zeros([3, 1]));
  const x = tf.tensor2d([1, 2], [1, 2]);
  const loss = () => x.matMul(first.mul(mask)).matMul(last).sum().asScalar();
  await perturb([first, last], loss, { rng: rng('perturb') });
  expect([...first.dataSync()].map((weight) => weight !== 1)).toEqual([true, false, true, true, true, false]);
  expect(last.dataSync().every((weight) => weight !== 0 && Math.abs(weight) < 1)).toBe(true);
});

test('each weight is moved once, by noise of the size that was asked for, and nothing leaks', async () => {
  const weights = tf.tidy(() => tf.variable(tf.zeros([2000])));
  const loss = () => weights.square().sum().add(weights.sum()).asScalar();
  await expectNoLeak(() => perturb([weights], loss, { rng: rng('perturb'), size: 0.5 }));
  const deviation = tf.moments(weights).variance.sqrt().dataSync()[0];
  expect(deviation).toBeGreaterThan(0.46);
  expect(deviation).toBeLessThan(0.54);
});
