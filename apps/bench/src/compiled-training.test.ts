import { onnxEngine } from '@flows/compile';
import * as core from '@flows/core';
import { made } from '@flows/made';
import { maf } from '@flows/maf-iaf';
import { nice, realNvp } from '@flows/realnvp';
import type * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';

const steps = 200;
const count = 256;

/** Rows of a curved, skewed distribution in two dimensions. */
const curved = (() => {
  const data = core.rng('curved').normals(2 * count);
  for (let i = 0; i < data.length; i += 2) {
    const a = data[i] as number;
    data[i] = 1 + 2 * a;
    data[i + 1] = 0.5 * a ** 2 + 0.3 * (data[i + 1] as number);
  }
  return { data, shape: [count, 2] };
})();

/** Rows of whole numbers below 16 that depend on one another, as the pixels of small digits do. */
const pixels = (() => {
  const random = core.rng('pixels');
  const data = new Float32Array(4 * count);
  for (let row = 0; row < count; row++) {
    const stroke = random.integer(4);
    for (let i = 0; i < 4; i++) data[4 * row + i] = i === stroke ? 8 + random.integer(8) : random.integer(3);
  }
  return { data, shape: [count, 4] };
})();

const sizes = { dims: 2, hidden: [8, 8] };

const families: [string, (rng: core.Rng) => core.DensityModel, typeof curved][] = [
  ['a coupling flow', (rng) => realNvp({ ...sizes, layers: 4, rng }), curved],
  ['a coupling flow of shifts', (rng) => nice({ ...sizes, rng }), curved],
  ['a masked flow', (rng) => maf({ ...sizes, layers: 3, rng }), curved],
  ['MADE', (rng) => made({ ...sizes, rng }), curved],
  ['a mixture of Gaussians', (rng) => core.mixtureOfGaussians({ dims: 2, components: 4, rng }), curved],
  [
    'a dequantized flow, whose objective draws noise',
    (rng) =>
      core.dequantized({
        levels: 16,
        model: core.flow<tf.Tensor>({
          base: maf({ ...sizes, dims: 4, layers: 2, rng }) as core.DensityModel,
          bijector: core.logit({ lambda: 0.05 }),
        }),
      }),
    pixels,
  ],
];

async function lossesOf(model: core.DensityModel, data: typeof curved, engine: core.Engine): Promise<number[]> {
  const losses: number[] = [];
  const onProgress = ({ loss }: core.FitProgress) => losses.push(loss);
  const options = { rng: core.rng(1), steps, batchSize: 64, optimizer: { rate: 2e-3 }, engine, onProgress };
  await core.fit(model, data, options);
  model.dispose();
  return losses;
}

test.each(families)(`${steps} steps of %s have the losses of eager ones`, async (_, make, data) => {
  const eager = await lossesOf(make(core.rng('weights')), data, core.eagerEngine());
  const compiled = await lossesOf(make(core.rng('weights')), data, onnxEngine());
  expect(eager.at(-1)).toBeLessThan((eager[0] as number) - 0.1);
  const off = eager.map((loss, i) => Math.abs((compiled[i] as number) - loss) / Math.max(1, Math.abs(loss)));
  expect(Math.max(...off)).toBeLessThan(1e-4);
  expect(off).toHaveLength(steps);
});
