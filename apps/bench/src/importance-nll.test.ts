import { bernoulliConditional, type DensityModel, rng, standardNormal } from '@flows/core';
import { drawWeights } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { afterAll, expect, test } from 'vitest';
import type { DataSet } from './data-set.ts';
import { measure } from './evaluate.ts';
import { importanceNll } from './importance-nll.ts';
import { runners } from './runners.ts';
import { vaeModels } from './vae-models.ts';

const imageShape = [1, 3, 1] as const;

/** All images of three bits. */
const images = Array.from({ length: 8 }, (_, n) => [n >> 2, (n >> 1) & 1, n & 1]);
const bits = { data: Uint8Array.from(images.flat()), shape: [8, ...imageShape] };
const data = { name: 'bits', kind: 'image', dims: 3, levels: 2, imageShape, test: bits } as unknown as DataSet;

const model = vaeModels['vae-planar'].build({
  ...{ layers: 1, hidden: [4], latents: 2 },
  ...{ dims: 3, imageShape, levels: 2, rng: rng(0) },
});
tf.tidy(() => drawWeights(model, rng(1), 0.2));
afterAll(() => model.dispose());

/** The mean of -log p(x) over the images, by the trapezoidal rule over the plane of z. */
const exactNll = tf.tidy(() => {
  const [halfSide, step] = [30, 0.2];
  const line = tf.range(-halfSide, halfSide + 1).mul(step);
  const [a, b] = tf.meshgrid(line, line) as [tf.Tensor, tf.Tensor];
  const z = tf.stack([a.flatten(), b.flatten()], 1) as tf.Tensor2D;
  const theta = model.parts.decoder.apply(z) as tf.Tensor2D;
  const logPrior = standardNormal({ eventShape: [2] }).logProb(z);
  const logMasses = images.map((image) => {
    const x = tf.tile(tf.tensor2d([image]), [theta.shape[0], 1]) as tf.Tensor2D;
    return bernoulliConditional().logProb(x, theta).sum(1).add(logPrior).logSumExp();
  });
  return -(tf.stack(logMasses).mean().dataSync()[0] as number) - 2 * Math.log(step);
});

test.each(['eager', 'compiled'] as const)(
  '%s, the bound of many samples is -log p(x), below the ELBO',
  async (name) => {
    const before = tf.memory().numTensors;
    const running = (await runners[name]()).running(model);
    const { metrics } = await measure(running, model, data, { importanceSamples: 1000 });
    running.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(metrics.importanceSamples).toBe(1000);
    expect(Math.abs((metrics.importanceNll as number) - exactNll)).toBeLessThan(0.02);
    expect(metrics.testNll).toBeGreaterThan(exactNll + 0.05);
    expect(metrics.importanceNllStderr).toBeGreaterThan(0);
  },
);

test('the numbers are the same again, of 128 samples where nobody says', async () => {
  const running = (await runners.eager()).running(model);
  const first = await importanceNll(running, model, data);
  expect(first.importanceSamples).toBe(128);
  expect(await importanceNll(running, model, data)).toEqual(first);
});

test('a model without a latent has none', async () => {
  const noise = standardNormal({ eventShape: [...imageShape] }) as DensityModel;
  expect(await importanceNll((await runners.eager()).running(noise), noise, data)).toEqual({});
});
