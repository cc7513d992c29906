import { laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { batchNorm } from './batch-norm.ts';

const { describeBijector } = laws(core);

describeBijector('batchNorm', () => batchNorm({ dims: 3 }), { eventShape: [3] });
describeBijector('batchNorm of images', () => batchNorm({ dims: 3 }), { eventShape: [2, 4, 3] });

const data = (seed: number, rows = 64) =>
  rng(seed).normal<tf.Rank.R2>([rows, 3]).mul([1, 2, 0.5]).add([5, -1, 0]) as tf.Tensor2D;
const largest = (x: tf.Tensor) => x.abs().max().dataSync()[0] as number;

test('in training the data leave with the mean β and the standard deviation exp(γ)', () => {
  const layer = batchNorm({ dims: 3 });
  layer.parts.beta.assign(tf.tensor1d([1, 2, 3]));
  layer.parts.gamma.assign(tf.tensor1d([0, 1, -1]));
  const { mean, variance } = tf.moments(layer.inverse(data(1), { training: true }).value, 0);
  expect(largest(mean.sub([1, 2, 3]))).toBeLessThan(1e-4);
  expect(largest(variance.sqrt().sub(tf.tensor1d([0, 1, -1]).exp()))).toBeLessThan(1e-3);
});

test('log|det ∂u/∂x| is Σ γ - ½ log(v + ε) of the statistics in use', () => {
  const layer = batchNorm({ dims: 3, epsilon: 0.5 });
  const { variance } = tf.moments(data(1), 0);
  const expected = variance.add(0.5).log().mul(-0.5).sum();
  expect(largest(layer.inverse(data(1), { training: true }).logDet.sub(expected))).toBeLessThan(1e-5);
});

test('the log-determinant in training passes its gradient to the batch', () => {
  const layer = batchNorm({ dims: 3 });
  const gradient = tf.grad((x) => layer.inverse(x as tf.Tensor2D, { training: true }).logDet.mean());
  // ∂/∂x_ni of -½ log(v_i + ε) is -(x_ni - m_i) / (N (v_i + ε))
  const x = data(1);
  const { mean, variance } = tf.moments(x, 0);
  const expected = x.sub(mean).div(variance.add(1e-5)).div(-64);
  expect(largest(gradient(x).sub(expected))).toBeLessThan(1e-6);
});

test('only a call with training moves the running statistics, by 1 - decay of the way', () => {
  const layer = batchNorm({ dims: 3, decay: 0.75 });
  layer.inverse(data(1));
  layer.forward(data(1));
  expect([...layer.parts.mean.dataSync(), ...layer.parts.variance.dataSync()]).toEqual([0, 0, 0, 1, 1, 1]);
  layer.inverse(data(1), { training: true });
  const { mean, variance } = tf.moments(data(1), 0);
  expect(largest(layer.parts.mean.sub(mean.mul(0.25)))).toBeLessThan(1e-6);
  expect(largest(layer.parts.variance.sub(variance.mul(0.25).add(0.75)))).toBeLessThan(1e-6);
});

test('without training, forward undoes inverse with the running statistics', () => {
  const layer = batchNorm({ dims: 3 });
  layer.parts.gamma.assign(tf.tensor1d([0, 1, -1]));
  layer.recalibrate([{ x: data(1) }]);
  const there = layer.inverse(data(2));
  const back = layer.forward(there.value);
  expect(largest(back.value.sub(data(2)))).toBeLessThan(1e-5);
  expect(largest(back.logDet.add(there.logDet))).toBeLessThan(1e-6);
});

test('recalibrate sets the statistics of all batches together, whatever they were and however it is cut', () => {
  const layer = batchNorm({ dims: 3 });
  layer.parts.variance.assign(tf.tensor1d([Number.NaN, 7, Infinity]));
  const x = data(1, 100);
  const before = tf.memory().numTensors;
  layer.recalibrate([x.slice(0, 60), x.slice(60, 1), x.slice(61)].map((part) => ({ x: part as tf.Tensor2D })));
  expect(tf.memory().numTensors - before).toBe(3);
  const { mean, variance } = tf.moments(x, 0);
  expect(largest(layer.parts.mean.sub(mean))).toBeLessThan(1e-5);
  expect(largest(layer.parts.variance.sub(variance))).toBeLessThan(1e-5);
  expect(() => layer.recalibrate([])).toThrow('at least one batch');
});

test('a training batch of one row uses the running statistics and leaves them', () => {
  const layer = batchNorm({ dims: 3 });
  const { value } = layer.inverse(tf.tensor2d([[1, 2, 3]]), { training: true });
  expect(largest(value.sub([[1, 2, 3]]))).toBeLessThan(1e-4);
  expect([...layer.parts.mean.dataSync()]).toEqual([0, 0, 0]);
});

test('the statistics are saved with the layer and never trained', () => {
  const { parts } = batchNorm({ dims: 3 });
  expect(Object.entries(parts).map(([name, { trainable }]) => [name, trainable])).toEqual([
    ['beta', true],
    ['gamma', true],
    ['mean', false],
    ['variance', false],
  ]);
});

test('of images the statistics are over rows and places, and one image is enough for them', () => {
  const image = data(1).reshape([1, 8, 8, 3]);
  const [ofImage, ofRows] = [batchNorm({ dims: 3 }), batchNorm({ dims: 3 })];
  const [one, rows] = [ofImage.inverse(image, { training: true }), ofRows.inverse(data(1), { training: true })];
  expect(largest(one.value.reshape([64, 3]).sub(rows.value))).toBeLessThan(1e-5);
  expect(largest(one.logDet.sub(rows.logDet.sum()))).toBeLessThan(1e-3);
  ofImage.recalibrate([{ x: image }]);
  ofRows.recalibrate([{ x: data(1) }]);
  expect(largest(ofImage.parts.variance.sub(ofRows.parts.variance))).toBeLessThan(1e-5);
});
