import * as core from '@flows/core';
import { rng, ShapeError } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { type ResidualConvNetOptions, residualConvNet } from './residual-conv-net.ts';

const make = (options: Partial<ResidualConvNetOptions> = {}) =>
  residualConvNet({ inputs: 2, outputs: 3, hidden: 4, blocks: 2, start: 'uniform', rng: rng(0), ...options });
const image = (rows = 2) => rng('image').normal<tf.Rank.R4>([rows, 6, 7, 2]);
const largest = (x: tf.Tensor) => Math.max(...x.abs().dataSync());

test.each([false, true])('it maps every place, and starts at zero unless told otherwise, gated: %s', (gated) => {
  expect(make({ gated }).apply(image()).shape).toEqual([2, 6, 7, 3]);
  expect(largest(make({ gated }).apply(image()))).toBeGreaterThan(0.01);
  expect(largest(make({ gated, start: 'zero' }).apply(image()))).toBe(0);
});

test.each([
  [false, 5],
  [true, 3],
])('gated: %s, a place reads what lies within %i of it', (gated, reach) => {
  const net = make({ gated, activation: 'tanh' });
  const wide = rng('wide').normal<tf.Rank.R4>([1, 1, 15, 2]);
  const gradient = tf.grad((x) =>
    net
      .apply(x as tf.Tensor4D)
      .slice([0, 0, 7, 0], [1, 1, 1, 3])
      .sum(),
  )(wide);
  const read = gradient.abs().sum([0, 1, 3]).dataSync();
  expect([...read].map((value) => value > 0)).toEqual([...read].map((_, i) => Math.abs(i - 7) <= reach));
});

test.each([[[3]], [[6, 7, 3]]])('a context of %j enters every block, and one row serves all', (shape) => {
  const net = make({ context: 3 });
  const context = rng('context').normal([2, ...shape] as [number, number]);
  const first = context.slice([0], [1]);
  expect(largest(net.apply(image(), { context }).sub(net.apply(image(), { context: context.mul(2) })))).toBeGreaterThan(
    0,
  );
  const [one, each] = [
    net.apply(image(), { context: first }),
    net.apply(image(), { context: tf.concat([first, first]) }),
  ];
  expect(largest(one.sub(each))).toBeLessThan(1e-5);
});

test('wrong images and contexts are refused by name', () => {
  expect(() => make().apply(tf.zeros([2, 6, 7, 3]))).toThrow(
    'ResidualConvNet.apply: expected x of shape [batch, height, width, 2], got [2, 6, 7, 3]',
  );
  expect(() => make().apply(image(), { context: tf.zeros([2, 3]) })).toThrow(ShapeError);
  expect(() => make({ context: 3 }).apply(image())).toThrow(ShapeError);
  expect(() => make({ blocks: 0 })).toThrow('residualConvNet: expected blocks');
});

test('without weight normalisation layers have kernels, and a block of none is none', () => {
  const paths = (weightNorm: boolean) => [...core.variablesOf(make({ weightNorm })).keys()];
  expect(paths(false)).toContain('first0.kernel');
  expect(paths(true)).toEqual(expect.arrayContaining(['first0.direction', 'first0.length', 'output.kernel']));
});
