import { compile, onnxEngine } from '@flows/compile';
import { type Engine, fitToDensity, rng } from '@flows/core';
import { type EnergyName, energies } from '@flows/datasets';
import { realNvp } from '@flows/realnvp';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';

const names = Object.keys(energies) as EnergyName[];

test.each(names)('%s trains a flow compiled as it does eagerly', async (name) => {
  const losses = async (engine?: Engine) => {
    const model = realNvp({ dims: 2, layers: 2, hidden: [8], rng: rng(0) });
    const seen: number[] = [];
    await fitToDensity(model, energies[name].logDensity, {
      rng: rng(1),
      steps: 10,
      batchSize: 32,
      engine,
      onProgress: ({ loss }) => void seen.push(loss),
    });
    model.dispose();
    return seen;
  };
  const eager = await losses();
  const compiled = await losses(onnxEngine());
  expect(compiled).toHaveLength(10);
  for (const [i, loss] of eager.entries()) {
    expect(Math.abs((compiled[i] as number) - loss)).toBeLessThan(1e-4 * (1 + Math.abs(loss)));
  }
});

test.each(names)(
  'the compiled gradient of %s is the eager one, at the centre, at the walls and far away',
  async (name) => {
    const force = (z: tf.Tensor2D) => tf.grad((z: tf.Tensor) => energies[name].logDensity(z as tf.Tensor2D).sum())(z);
    const compiled = compile(force);
    const z = tf.tensor2d([
      [0, 0],
      [4, 0.3],
      [-4.05, -1],
      [1.3, -2],
      [1e3, -1e3],
      [-1e6, 1e6],
    ]);
    const actual = await compiled(z);
    const [a, b] = [await actual.data(), force(z).dataSync()];
    for (const [i, expected] of b.entries()) {
      expect(Math.abs((a[i] as number) - expected)).toBeLessThan(1e-3 * (1 + Math.abs(expected)));
    }
    compiled.dispose();
  },
);
