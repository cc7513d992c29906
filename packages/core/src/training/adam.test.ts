import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { adam } from './adam.ts';

const options = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1 };

test("the first step is the rate in the gradient's direction, and the decay of the weight", () => {
  const parameters = Float32Array.of(1, 2, 0);
  const gradients = Float32Array.of(5, -0.01, 0);
  const [firstMoment, secondMoment] = [new Float32Array(3), new Float32Array(3)];
  adam({ parameters, gradients, firstMoment, secondMoment }, options, 1);
  expect(parameters[0]).toBeCloseTo(1 - 0.01 - 0.001, 6);
  expect(parameters[1]).toBeCloseTo(2 + 0.01 - 0.002, 6);
  expect(parameters[2]).toBe(0);
});

test('many steps follow algorithm 2 in float64', () => {
  const parameters = Float32Array.of(0.5);
  const [firstMoment, secondMoment] = [new Float32Array(1), new Float32Array(1)];
  let [theta, m, v] = [0.5, 0, 0];
  for (const [i, g] of rng(0).normals(200).entries()) {
    adam({ parameters, gradients: Float32Array.of(g), firstMoment, secondMoment }, options, i + 1);
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    const [mHat, vHat] = [m / (1 - 0.9 ** (i + 1)), v / (1 - 0.999 ** (i + 1))];
    theta -= 0.01 * (mHat / (Math.sqrt(vHat) + 1e-8) + 0.1 * theta);
  }
  expect(parameters[0]).toBeCloseTo(theta, 5);
});
