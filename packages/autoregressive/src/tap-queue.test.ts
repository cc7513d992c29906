import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { causal } from './causal-convolution.ts';
import { TapQueue } from './tap-queue.ts';

const [rows, length, channels, outputs] = [2, 12, 3, 4];
const x = rng('x').normal<tf.Rank.R4>([rows, 1, length, channels]);
const place = (t: number) => x.slice([0, 0, t, 0], [-1, 1, 1, -1]).reshape<tf.Tensor2D>([rows, channels]);

/** The sums of all places, in stretches of so many. */
function inStretches(kernel: tf.Tensor4D, bias: tf.Tensor1D, dilation: number, places: number): tf.Tensor {
  const taps = kernel.shape[1];
  const flat = kernel.reshape<tf.Tensor2D>([taps * channels, outputs]);
  let before = tf.zeros<tf.Rank.R2>([taps * dilation * rows, channels]);
  const sums: tf.Tensor2D[] = [];
  while (sums.length < length) {
    const queue = new TapQueue({ before, kernel: flat, addend: bias, dilation, places });
    for (let i = 0; i < places; i++) {
      sums.push(queue.next());
      queue.push(place(sums.length - 1));
    }
    before = queue.rest();
    expect(before.shape).toEqual([taps * dilation * rows, channels]);
  }
  return tf.stack(sums, 1);
}

test.each([
  [1, 1, 4],
  [1, 3, 4],
  [2, 1, 6],
  [2, 2, 3],
  [1, 4, 4],
  [1, 6, 2],
  [2, 5, 12],
  [3, 2, 1],
])('%i taps of dilation %i in stretches of %i are the convolution of what comes before', (taps, dilation, places) => {
  const kernel = rng('kernel').normal<tf.Rank.R4>([1, taps, channels, outputs]);
  const bias = rng('bias').normal<tf.Rank.R1>([outputs]);
  const expected = causal(x, kernel, { dilation, delay: dilation }).add(bias);
  expectClose(inStretches(kernel, bias, dilation, places), expected.reshape([rows, length, outputs]), {
    tolerance: 1e-5,
  });
});

test('each place has its addend where they differ', () => {
  const places = 5;
  const addend = rng('addend').normal<tf.Rank.R2>([places * rows, outputs]);
  const queue = new TapQueue({
    before: tf.zeros([2 * rows, channels]),
    kernel: tf.zeros([channels, outputs]),
    addend,
    dilation: 2,
    places,
  });
  const sums = Array.from({ length: places }, (_, t) => {
    const sum = queue.next();
    queue.push(place(t));
    return sum;
  });
  expectClose(tf.concat2d(sums, 0), addend, { tolerance: 0 });
});
