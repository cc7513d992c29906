import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { variablesOf } from '../trainable.ts';
import { isotropicGaussianConditional } from './isotropic-gaussian-conditional.ts';

test('logProb is log N(x; μ, σ²) of each element, with one σ for all', () => {
  const normal = (z: number) => -0.5 * z ** 2 - Math.log(2) - 0.5 * Math.log(2 * Math.PI);
  const logProb = isotropicGaussianConditional({ std: 2 }).logProb(tf.tensor2d([[0, 1]]), tf.tensor2d([[1, -2]]));
  expect([...logProb.dataSync()]).toEqual([-0.5, 1.5].map((z) => expect.closeTo(normal(z), 5)));
});

test('a sample is μ + σ T ε with the noise of the generator', () => {
  const sample = isotropicGaussianConditional({ std: 2 }).sample(tf.tensor2d([[1, -2]]), {
    rng: rng(1),
    temperature: 0.5,
  });
  const [first, second] = rng(1).normals(2) as unknown as [number, number];
  expect([...sample.dataSync()]).toEqual([expect.closeTo(1 + first, 5), expect.closeTo(-2 + second, 5)]);
});

test('σ is learnt unless it is said not to be', () => {
  const trained = (options: object) => [...variablesOf(isotropicGaussianConditional(options)).values()][0]?.trainable;
  expect([trained({}), trained({ trained: false })]).toEqual([true, false]);
});

test('a σ that is none is refused', () => {
  expect(() => isotropicGaussianConditional({ std: 0 })).toThrow('isotropicGaussianConditional: expected std');
});
