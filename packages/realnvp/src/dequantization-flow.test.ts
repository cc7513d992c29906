import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { drawWeights, interval, laws } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { dequantizationFlow } from './dequantization-flow.ts';
import { kinds } from './kinds.ts';

const { describeDensityModel } = laws({ ...core, ...compiler, kinds });
const make = (rng: core.Rng) => dequantizationFlow({ shape: [2, 2, 1], layers: 2, hidden: 4, blocks: 1, rng });

describeDensityModel('dequantizationFlow', make, {
  eventShape: [2, 2, 1],
  context: [2, 2, 1],
  support: interval(0, 1),
});

/** A flow of noise for rows of nine pixels whose weights are normal, of this deviation. */
function drawn(deviation: number): ReturnType<typeof dequantizationFlow> {
  const flow = dequantizationFlow({ shape: [1, 9, 1], layers: 2, hidden: 4, blocks: 1, rng: core.rng(0) });
  drawWeights(flow, core.rng(2), deviation);
  return flow;
}

const images = () => core.rng(1).normal<tf.Rank.R4>([200, 1, 9, 1]);

test('its noise lies within a cell, however large the weights', () => {
  const u = drawn(3)
    .sample(200, { rng: core.rng(1), context: images() })
    .dataSync();
  expect(Math.min(...u)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...u)).toBeLessThanOrEqual(1);
});

test('the noise of a pixel depends on its neighbours in the image', () => {
  const { bijector } = drawn(0.3);
  const noise = (context: tf.Tensor) => bijector.forward(tf.zeros<tf.Rank.R4>([1, 1, 9, 1]), { context }).value;
  const gradient = tf.grad((c) => noise(c).slice([0, 0, 3, 0], [1, 1, 1, 1]).sum())(images().slice([0], [1]));
  const seen = [...gradient.dataSync()].map((value) => value !== 0);
  expect(seen.slice(2, 5)).toEqual([true, true, true]);
  expect(seen[8]).toBe(false);
});
