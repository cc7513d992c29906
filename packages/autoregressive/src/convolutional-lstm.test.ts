import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { halved, lstmStep } from './convolutional-lstm.ts';

test('a step is the equations of the paper, in numbers', () => {
  const z = tf.tensor2d([[0.3, -1.2, 2, 0.7]]);
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const c = sigmoid(-1.2) * 0.5 + sigmoid(2) * Math.tanh(0.7);
  const state = lstmStep(halved(z).tanh(), tf.tensor2d([[0.5]]));
  expectClose(state.c, [c], { tolerance: 1e-6 });
  expectClose(state.h, [sigmoid(0.3) * Math.tanh(c)], { tolerance: 1e-6 });
  expect(lstmStep(halved(z).tanh(), undefined).c.dataSync()[0]).toBeCloseTo(sigmoid(2) * Math.tanh(0.7), 6);
  expectNoLeak(() => tf.dispose({ ...lstmStep(z, undefined) }));
});
