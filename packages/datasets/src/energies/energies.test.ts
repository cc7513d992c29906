import { type NumericArray, ShapeError } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { type EnergyName, energies, energy } from './energies.ts';
import type { Energy } from './energy.ts';

const each = Object.entries(energies) as [EnergyName, Energy][];

/** The midpoints of squares of this side over [-8, 8)². */
function grid(side: number): NumericArray {
  const steps = Math.round(16 / side);
  const data = new Float64Array(2 * steps ** 2);
  for (let i = 0; i < steps ** 2; i++) {
    data[2 * i] = -8 + (Math.floor(i / steps) + 0.5) * side;
    data[2 * i + 1] = -8 + ((i % steps) + 0.5) * side;
  }
  return { data, shape: [steps ** 2, 2] };
}

/** Points of the grid, the centre, and both sides of the walls. */
const points = [-5, -4.1, -4, -3.2, -1.3, 0, 0.4, 1, 2, 3.7, 4, 4.05].flatMap((z1) =>
  [-4, -1.7, -0.2, 0, 0.9, 3].map((z2) => [z1, z2] as [number, number]),
);

const logProbAt = ({ logProb }: Energy, z1: number, z2: number): number =>
  logProb({ data: Float64Array.of(z1, z2), shape: [1, 2] })[0] as number;

test.each(each)('exp(logProb) of %s integrates to 1, and has the entropy that is stated', (_, { logProb, entropy }) => {
  const side = 0.02;
  let mass = 0;
  let integral = 0;
  for (const logP of logProb(grid(side))) {
    mass += Math.exp(logP) * side ** 2;
    integral -= Math.exp(logP) * logP * side ** 2;
  }
  expect(Math.abs(Math.log(mass))).toBeLessThan(1e-6);
  expect(Math.abs(integral - entropy)).toBeLessThan(1e-4);
});

test('the energies are those of table 1', () => {
  const w1 = Math.sin((2 * Math.PI * 0.7) / 4);
  const w2 = 3 * Math.exp(-0.5 * ((0.7 - 1) / 0.6) ** 2);
  const w3 = 3 / (1 + Math.exp(-(0.7 - 1) / 0.3));
  const gaussian = (value: number, spread: number) => Math.exp(-0.5 * (value / spread) ** 2);
  const expected: Record<EnergyName, number> = {
    energy1:
      -0.5 * ((Math.hypot(0.7, -1.1) - 2) / 0.4) ** 2 + Math.log(gaussian(0.7 - 2, 0.6) + gaussian(0.7 + 2, 0.6)),
    energy2: -0.5 * ((-1.1 - w1) / 0.4) ** 2,
    energy3: Math.log(gaussian(-1.1 - w1, 0.35) + gaussian(-1.1 - w1 + w2, 0.35)),
    energy4: Math.log(gaussian(-1.1 - w1, 0.4) + gaussian(-1.1 - w1 + w3, 0.35)),
  };
  for (const [name, { logDensity }] of each) {
    expect(logDensity(tf.tensor2d([[0.7, -1.1]])).dataSync()[0], name).toBeCloseTo(expected[name], 4);
  }
});

test.each(each)('logDensity of %s is logProb and the logarithm of Z', (_, of) => {
  const values = of.logDensity(tf.tensor2d(points)).dataSync();
  for (const [i, [z1, z2]] of points.entries()) {
    const expected = logProbAt(of, Math.fround(z1), Math.fround(z2)) + of.logNormalizer;
    expect(Math.abs((values[i] as number) - expected)).toBeLessThan(2e-5 * (1 + Math.abs(expected)));
  }
});

test.each(each)('the gradient of %s is that of logProb, at the centre and at the walls too', (_, of) => {
  const gradient = tf
    .grad((z: tf.Tensor) => of.logDensity(z as tf.Tensor2D).sum())(tf.tensor2d(points))
    .dataSync();
  const h = 1e-5;
  for (const [i, [z1, z2]] of points.entries()) {
    const difference = [
      (logProbAt(of, z1 + h, z2) - logProbAt(of, z1 - h, z2)) / (2 * h),
      (logProbAt(of, z1, z2 + h) - logProbAt(of, z1, z2 - h)) / (2 * h),
    ];
    for (const [axis, expected] of difference.entries()) {
      const actual = gradient[2 * i + axis] as number;
      // Half a step of a wall's slope, 100 h / 2, and float32's rounding at ±4.05 times it.
      expect(Math.abs(actual - expected), `${of.name} at ${z1}, ${z2}`).toBeLessThan(1e-3 * (1 + Math.abs(expected)));
    }
  }
});

describe('far away', () => {
  const far = [1e3, 1e6, 1e18].flatMap((by) => [
    [by, by],
    [-by, by],
    [by, 0],
    [0, -by],
  ]) as [number, number][];

  test.each(each)('%s and its gradient are finite, and logProb is no NaN', (_, { logDensity, logProb }) => {
    const z = tf.tensor2d(far);
    const [gradient, value] = [tf.grad((z: tf.Tensor) => logDensity(z as tf.Tensor2D).sum())(z), logDensity(z)];
    expect([...gradient.dataSync(), ...value.dataSync()].every(Number.isFinite)).toBe(true);
    for (const logP of logProb({ data: Float64Array.from(far.flat()), shape: [far.length, 2] })) {
      expect(logP).toBeLessThan(-1000);
    }
  });
});

test.each(each)('%s leaks nothing, and refuses points that are not of the plane', (_, { logDensity, logProb }) => {
  const z = tf.tensor2d(points);
  const before = tf.memory().numTensors;
  logDensity(z).dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(() => logDensity(tf.zeros([2, 3]))).toThrow(ShapeError);
  expect(() => logProb({ data: new Float32Array(6), shape: [2, 3] })).toThrow(ShapeError);
});

test('an unknown name is answered by the names there are', () => {
  expect(energy('energy3')).toBe(energies.energy3);
  expect(() => energy('energy5' as EnergyName)).toThrow('expected one of energy1, energy2, energy3, energy4');
});
