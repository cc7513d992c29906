import { affine, type Bijector, type DensityModel, flow, standardNormal } from '@flows/core';
import { energy } from '@flows/datasets';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { energiesSection } from './energies-section.ts';

const normal = () =>
  flow<tf.Tensor2D>({
    base: standardNormal({ eventShape: [2] }) as DensityModel<tf.Tensor2D>,
    bijector: affine({ eventShape: [2] }) as Bijector<tf.Tensor2D>,
  });

test('each energy has the pictures of two densities, and nothing leaks', async () => {
  const model = normal();
  const before = tf.memory().numTensors;
  const { text } = await energiesSection('A <flow>', [
    { name: 'energy1', flow: model },
    { name: 'energy2', flow: model },
  ]);
  expect(tf.memory().numTensors).toBe(before);
  expect(new Set(text.match(/data:image\/png[^"]*/g)).size).toBe(4);
  expect(text).toContain('Density of A &lt;flow&gt; on energy2');
});

test('the divergence is that of the closed form, within four standard errors', async () => {
  const { text } = await energiesSection('Normal', [{ name: 'energy2', flow: normal() }]);
  const [mean, standardError] = (text.match(/<p>(\S+) ± (\S+)<\/p>/)?.slice(1) ?? []).map(Number);
  // E[log q] = -log 2πe; E[w_1²] = (1 - exp(-π² / 2)) / 2; of the wall 1e-3 at most.
  const meanEnergy = (0.5 * (1 + (1 - Math.exp(-(Math.PI ** 2) / 2)) / 2)) / 0.4 ** 2;
  const expected = meanEnergy - Math.log(2 * Math.PI) - 1 + energy('energy2').logNormalizer;
  expect(Math.abs((mean as number) - expected)).toBeLessThan(4 * (standardError as number) + 1e-3);
});
