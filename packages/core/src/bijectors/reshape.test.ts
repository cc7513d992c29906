import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { reshape } from './reshape.ts';

const { describeBijector } = laws(core);

describeBijector('reshape', () => reshape({ latent: [4], data: [2, 2] }), { eventShape: [2, 2], latentShape: [4] });

test('reshape keeps the elements in their order and the volume as it is', () => {
  const f = reshape({ latent: [4], data: [2, 2] });
  const z = tf.tensor2d([[1, 2, 3, 4]]);
  const { value: x, logDet } = f.forward(z);
  expect(x.shape).toEqual([1, 2, 2]);
  expect([...x.dataSync()]).toEqual([1, 2, 3, 4]);
  expect([...logDet.dataSync()]).toEqual([0]);
  expect(f.inverse(x).value.shape).toEqual([1, 4]);
});

test('the result is no alias: it outlives its input', () => {
  const z = tf.tensor2d([[1, 2]]);
  const { value } = reshape({ latent: [2], data: [2, 1] }).forward(z);
  z.dispose();
  expect([...value.dataSync()]).toEqual([1, 2]);
});

test('shapes of other sizes are refused, in the options and in a call', () => {
  expect(() => reshape({ latent: [4], data: [3] })).toThrow('equal size, got [4] and [3]');
  expect(() => reshape({ latent: [4], data: [2, 2] }).inverse(tf.zeros([1, 4]))).toThrow('reshape.inverse: expected x');
});
