import { interval, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import * as core from '../index.ts';
import { rng } from '../rng.ts';
import { uniform } from './uniform.ts';

const { describeDensityModel } = laws(core);

describeDensityModel('uniform', () => uniform({ eventShape: [2], low: -1 }), {
  eventShape: [2],
  support: interval(-1, 1),
  constant: true,
});

const model = () => uniform({ eventShape: [2], low: [-1, 0], high: [3, 0.5] });

test('logProb is -log of the volume within the box and on its sides, and -∞ outside', () => {
  const x = tf.tensor2d([
    [0, 0.2],
    [-1, 0.5],
    [3.01, 0.2],
    [0, -0.01],
  ]);
  expect([...model().logProb(x).dataSync()]).toEqual(
    [-Math.log(2), -Math.log(2), -Infinity, -Infinity].map(Math.fround),
  );
});

test('the gradient by x is 0 on both sides', () => {
  const gradient = tf.grad((x) => model().logProb(x).sum());
  expect([
    ...gradient(
      tf.tensor2d([
        [0, 0.2],
        [9, 9],
      ]),
    ).dataSync(),
  ]).toEqual([0, 0, 0, 0]);
});

test('samples fill the box, and at a lower temperature a smaller one about its centre', () => {
  const samples = model().sample(2000, { rng: rng(1), temperature: 0.5 });
  const [low, high] = [samples.min(0).dataSync(), samples.max(0).dataSync()];
  expect(low[0]).toBeCloseTo(0, 1);
  expect(high[0]).toBeCloseTo(2, 1);
  expect(low[1]).toBeCloseTo(0.125, 1);
  expect(high[1]).toBeCloseTo(0.375, 1);
});

test('a box without volume is refused', () => {
  expect(() => uniform({ eventShape: [2], low: [0, 1], high: 1 })).toThrow(ConfigError);
});
