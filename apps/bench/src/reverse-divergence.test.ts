import { affine, flow, standardNormal } from '@flows/core';
import { energy } from '@flows/datasets';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { reverseDivergence } from './reverse-divergence.ts';

test('the divergence of a normal from an energy is that of the closed form, within four standard errors', async () => {
  const normal = flow({ base: standardNormal({ eventShape: [2] }), bijector: affine({ eventShape: [2] }) });
  const before = tf.memory().numTensors;
  const { mean, standardError } = await reverseDivergence(normal, 'energy2');
  expect(tf.memory().numTensors).toBe(before);
  // E[log q] = -log 2πe; E[w_1²] = (1 - exp(-π² / 2)) / 2; of the wall 1e-3 at most.
  const meanEnergy = (0.5 * (1 + (1 - Math.exp(-(Math.PI ** 2) / 2)) / 2)) / 0.4 ** 2;
  const expected = meanEnergy - Math.log(2 * Math.PI) - 1 + energy('energy2').logNormalizer;
  expect(Math.abs(mean - expected)).toBeLessThan(4 * standardError + 1e-3);
  expect(standardError).toBeLessThan(0.05);
  normal.dispose();
});
