import { describe, expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { adam } from './adam.ts';
import type { AdamArrays } from './adam-loop.ts';
import { flatZeros, zerosBeside } from './flat-memory.ts';
import { simdLoops } from './simd-loops.ts';

const options = { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1 };
const updates = 50;

/** Algorithm 2 of Loshchilov and Hutter for one weight, in float64, from the gradients of all updates. */
function inFloat64(theta: number, gradients: number[], { rate, beta1, beta2, epsilon, weightDecay }: typeof options) {
  let [m, v, average] = [0, 0, theta];
  for (const [i, g] of gradients.entries()) {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g ** 2;
    const [mHat, vHat] = [m / (1 - beta1 ** (i + 1)), v / (1 - beta2 ** (i + 1))];
    theta -= rate * (mHat / (Math.sqrt(vHat) + epsilon) + weightDecay * theta);
    average = 0.75 * average + 0.25 * theta;
  }
  return { parameters: theta, firstMoment: m, secondMoment: v, averaged: average };
}

const homes = {
  'plain JavaScript': { begin: (length: number) => new Float32Array(length), simd: false },
  SIMD: { begin: flatZeros, simd: true },
};

describe.each(Object.entries(homes))('in %s', (_, { begin, simd }) => {
  function start(length: number, averaging: boolean): AdamArrays {
    const parameters = begin(length);
    const zeros = () => zerosBeside(parameters);
    const [gradients, firstMoment, secondMoment] = [zeros(), zeros(), zeros()];
    parameters.set(rng(1).normals(length));
    const averaged = averaging ? zeros() : new Float32Array(0);
    averaged.set(averaging ? parameters : []);
    return { parameters, gradients, firstMoment, secondMoment, averaged };
  }

  function train(arrays: AdamArrays, cases: Partial<typeof options>, gradientScale?: number): number[][] {
    const seen: number[][] = [];
    for (let t = 1; t <= updates; t++) {
      const drawn = rng(2).fork(t).normals(arrays.gradients.length);
      arrays.gradients.set(drawn);
      adam(arrays, { ...options, ...cases }, { t, gradientScale, averagingDecay: 0.75 });
      expect([...arrays.gradients]).toEqual([...drawn]);
      seen.push([...drawn].map((g) => g * (gradientScale ?? 1)));
    }
    return seen;
  }

  test('the arrays are where they are thought to be', () => {
    const { averaged, ...others } = start(5, false);
    expect(simdLoops(Object.values(others)) !== undefined).toBe(simd);
    expect(averaged).toHaveLength(0);
  });

  test.each<[string, number, { averaging?: boolean; gradientScale?: number } & Partial<typeof options>]>([
    ['one weight', 1, {}],
    ['a length that four divides', 16, {}],
    ['a length that four does not divide', 37, {}],
    ['the length before a whole line', 15, { averaging: true }],
    ['no decay', 5, { weightDecay: 0 }],
    ['a large epsilon', 5, { epsilon: 0.1 }],
    ['short memories', 5, { beta1: 0, beta2: 0.5 }],
    ['averaging', 37, { averaging: true }],
    ['clipping', 37, { gradientScale: 0.125 }],
    ['averaging, clipping and no decay', 1003, { averaging: true, gradientScale: 0.3, weightDecay: 0 }],
  ])('%s follows algorithm 2 in float64', (_, length, { averaging = false, gradientScale, ...cases }) => {
    const arrays = start(length, averaging);
    const initial = arrays.parameters.slice();
    const gradients = train(arrays, cases, gradientScale);
    for (let i = 0; i < length; i++) {
      const column = gradients.map((row) => row[i] as number);
      const expected = inFloat64(initial[i] as number, column, { ...options, ...cases });
      for (const name of ['parameters', 'firstMoment', 'secondMoment', 'averaged'] as const) {
        if (arrays[name].length === 0) continue;
        // Each update rounds to 24 bits.
        const tolerance = updates * 2 ** -24 * Math.max(1, Math.abs(expected[name]));
        expect(Math.abs((arrays[name][i] as number) - expected[name])).toBeLessThan(tolerance);
      }
    }
  });

  test('the same updates give the same bits', () => {
    const [one, other] = [start(37, true), start(37, true)];
    train(one, {});
    train(other, {});
    expect(one).toEqual(other);
  });

  test("the first step is the rate in the gradient's direction, and the decay of the weight", () => {
    const arrays = start(3, false);
    arrays.parameters.set([1, 2, 0]);
    arrays.gradients.set([5, -0.01, 0]);
    adam(arrays, options, { t: 1 });
    expect(arrays.parameters[0]).toBeCloseTo(1 - 0.01 - 0.001, 6);
    expect(arrays.parameters[1]).toBeCloseTo(2 + 0.01 - 0.002, 6);
    expect(arrays.parameters[2]).toBe(0);
  });
});
