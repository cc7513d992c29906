import * as compiler from '@flows/compile';
import * as core from '@flows/core';
import { interval, laws } from '@flows/testing';
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

test('its noise lies within a cell', () => {
  const context = tf.zeros([1, 2, 2, 1]);
  const u = make(core.rng(0))
    .sample(500, { rng: core.rng(1), context })
    .dataSync();
  expect(Math.min(...u)).toBeGreaterThan(0);
  expect(Math.max(...u)).toBeLessThan(1);
});
