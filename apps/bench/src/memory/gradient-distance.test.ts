import { affine, type Bijector, eagerEngine, flow, invert, standardNormal } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { gradientDistance } from './gradient-distance.ts';

const model = (bijector: Bijector) => flow({ base: standardNormal({ eventShape: [2] }), bijector });
const shifted = (shift: number) => affine({ eventShape: [2], shift, trained: ['shift'] });
const x = tf.tensor2d([[1, 3]]);

test('the same map has the gradient of the reference, whose weights it takes', async () => {
  expect(await gradientDistance(model(shifted(0)), model(shifted(1)), x, eagerEngine())).toBe(0);
});

test('a gradient of the opposite sign is twice its length away', async () => {
  const opposite = invert(shifted(0));
  const zero = tf.tensor2d([[0, 0]]);
  expect(await gradientDistance(model(shifted(1)), model(shifted(1)), zero, eagerEngine())).toBe(0);
  expect(await gradientDistance(model(opposite), model(shifted(0)), x, eagerEngine())).toBeCloseTo(2, 6);
});
