import { type NumericArray, rng, ShapeError } from '@flows/core';
import { describe, expect, test } from 'vitest';
import type { Toy } from './toy.ts';
import { type ToyName, toy, toys } from './toys.ts';

const each = Object.entries(toys) as [ToyName, Toy][];
const closed = each.filter(([, { logProb }]) => logProb !== undefined);
const open = each.filter(([, { logProb }]) => logProb === undefined);

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: ArrayLike<number>): number => {
  const centre = mean(values);
  return Math.sqrt(mean(Float64Array.from(values, (value) => (value - centre) ** 2)));
};

/** The mean of f(u), u ~ U(0, 1), by the midpoint rule. */
const average = (f: (u: number) => number): number =>
  mean(Float64Array.from({ length: 2e4 }, (_, i) => f((i + 0.5) / 2e4)));

/** The midpoints of squares of this side over [-6, 6)². */
function grid(side: number): NumericArray {
  const steps = Math.round(12 / side);
  const data = new Float32Array(2 * steps ** 2);
  for (let i = 0; i < steps ** 2; i++) {
    data[2 * i] = -6 + (Math.floor(i / steps) + 0.5) * side;
    data[2 * i + 1] = -6 + ((i % steps) + 0.5) * side;
  }
  return { data, shape: [steps ** 2, 2] };
}

/** The entropy of a histogram, with Miller and Madow's correction for empty bins. */
function histogramEntropy({ data, shape }: NumericArray, side: number): number {
  const counts = new Map<number, number>();
  const count = shape[0] as number;
  for (let i = 0; i < count; i++) {
    const bin = Math.floor((data[2 * i] as number) / side) * 1e5 + Math.floor((data[2 * i + 1] as number) / side);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  let entropy = 2 * Math.log(side) + (counts.size - 1) / (2 * count);
  for (const inBin of counts.values()) entropy -= (inBin / count) * Math.log(inBin / count);
  return entropy;
}

test.each(closed)('the density of %s integrates to 1 and has the entropy that is stated', (_, { logProb, entropy }) => {
  const side = 0.04;
  const logProbs = logProb?.(grid(side)) as Float64Array;
  let mass = 0;
  let integral = 0;
  for (const logP of logProbs) {
    mass += Math.exp(logP) * side ** 2;
    if (logP > -Infinity) integral -= Math.exp(logP) * logP * side ** 2;
  }
  expect(mass).toBeCloseTo(1, 5);
  expect(Math.abs(integral - entropy)).toBeLessThan(1e-4);
});

test.each(closed)(
  'samples of %s have a mean -log p of the entropy within four standard errors',
  (name, { entropy, logProb, sample }) => {
    const logProbs = logProb?.(sample(200_000, rng(name))) as Float64Array;
    const standardError = deviation(logProbs) / Math.sqrt(logProbs.length);
    expect(Math.abs(-mean(logProbs) - entropy)).toBeLessThanOrEqual(4 * standardError + 1e-4);
  },
);

test.each(open)('a histogram of %s has the entropy that is stated', (name, { entropy, sample }) => {
  expect(Math.abs(histogramEntropy(sample(1_000_000, rng(name)), 0.03) - entropy)).toBeLessThan(0.01);
});

describe('means and variances are those of the formulas', () => {
  const ringVariance = (radii: number[], noise: number) => mean(radii.map((r) => r ** 2 / 2)) + noise ** 2;
  const roll = (u: number) => 1.5 * Math.PI * (1 + 2 * u);
  const rollX = average((u) => roll(u) * Math.cos(roll(u)));
  const rollY = average((u) => roll(u) * Math.sin(roll(u)));
  const arm = (u: number) => 3 * Math.PI * Math.sqrt(u);
  // v in U(0, 1/2) has the mean 1/4 and the mean square 1/12.
  const spiralX = average((u) => 1 / 12 - (arm(u) * Math.cos(arm(u))) / 2 + (arm(u) * Math.cos(arm(u))) ** 2);
  const spiralY = average((u) => 1 / 12 + (arm(u) * Math.sin(arm(u))) / 2 + (arm(u) * Math.sin(arm(u))) ** 2);
  const both = (value: number) => [value, value];
  const expected: Record<ToyName, { means: number[]; variances: number[] }> = {
    // FFJORD's divisor, 1.414, squared.
    '8gaussians': { means: [0, 0], variances: both((16 / 2 + 0.25) / 1.999396) },
    rings: { means: [0, 0], variances: both(ringVariance([0.75, 1.5, 2.25, 3], 0.08)) },
    circles: { means: [0, 0], variances: both(ringVariance([1.5, 3], 0.24)) },
    moons: { means: [0, 0.3], variances: [4 * 0.76, 4 * ((1.25 - 2 / Math.PI) / 2 - 0.25 ** 2 + 0.01)] },
    pinwheel: { means: [0, 0], variances: both((4 * (1 + 0.09 + 0.01)) / 2) },
    '2spirals': { means: [0, 0], variances: [spiralX / 9 + 0.01, spiralY / 9 + 0.01] },
    swissroll: {
      means: [rollX / 5, rollY / 5],
      variances: [
        (average((u) => (roll(u) * Math.cos(roll(u))) ** 2) - rollX ** 2 + 1) / 25,
        (average((u) => (roll(u) * Math.sin(roll(u))) ** 2) - rollY ** 2 + 1) / 25,
      ],
    },
    checkerboard: { means: [0, 0], variances: both(16 / 3) },
  };

  test.each(each)('%s', (name, { sample }) => {
    const count = 200_000;
    const { data } = sample(count, rng('moments'));
    for (const axis of [0, 1]) {
      const values = Float64Array.from({ length: count }, (_, row) => data[2 * row + axis] as number);
      const variance = expected[name].variances[axis] as number;
      expect(Math.abs(mean(values) - (expected[name].means[axis] as number))).toBeLessThan(
        4 * Math.sqrt(variance / count),
      );
      expect(Math.abs(deviation(values) ** 2 - variance)).toBeLessThan(4 * variance * Math.sqrt(2 / count));
    }
  });
});

test.each(each)('%s gives the same points for the same seed and others for another', (name, { sample }) => {
  expect(toy(name).sample(100, rng(1))).toEqual(sample(100, rng(1)));
  expect(sample(100, rng(2)).data).not.toEqual(sample(100, rng(1)).data);
  expect(sample(100, rng(1)).shape).toEqual([100, 2]);
});

test('a density that is 0 somewhere says so with -Infinity, and no sample lies there', () => {
  const { logProb, sample } = toys.checkerboard;
  const points = { data: Float32Array.of(1, 1, 1, -1, 5, 1, -1, -1), shape: [4, 2] };
  expect([...(logProb?.(points) ?? [])]).toEqual([-Math.log(32), -Infinity, -Infinity, -Math.log(32)]);
  expect(logProb?.(sample(100_000, rng(3)))).toEqual(new Float64Array(100_000).fill(-Math.log(32)));
});

test.each(closed)('%s refuses points that are not of the plane', (_, { logProb }) => {
  expect(() => logProb?.({ data: new Float32Array(6), shape: [2, 3] })).toThrow(ShapeError);
});

test.each(closed)('%s has a log-density without NaN far from its samples', (_, { logProb }) => {
  const [far] = logProb?.({ data: Float32Array.of(1e3, -1e3), shape: [1, 2] }) ?? [];
  expect(far).toBeLessThan(-100);
});

test('an unknown name is answered by the names there are', () => {
  expect(() => toy('spiral' as ToyName)).toThrow('expected one of 8gaussians, rings, circles');
});
