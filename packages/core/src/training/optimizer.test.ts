import { describe, expect, test } from 'vitest';
import { flatZeros, zerosBeside } from './flat-memory.ts';
import { Optimizer } from './optimizer.ts';

const adam = { rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };

describe.each([
  ['plain JavaScript', (length: number) => new Float32Array(length)],
  ['SIMD', flatZeros],
])('in %s', (_, begin) => {
  function optimizer(values: number[], options = {}) {
    const parameters = begin(values.length).fill(1);
    const gradients = zerosBeside(parameters);
    gradients.set(values);
    return new Optimizer(parameters, gradients, { adam, schedule: { kind: 'constant' }, steps: 10, ...options });
  }

  test('the first update moves each weight by the rate, against its gradient', () => {
    const one = optimizer([3, -4]);
    expect(one.update(2, 0)).toEqual({ loss: 2, gradientNorm: 5, applied: true });
    expect([...one.state.parameters]).toEqual([expect.closeTo(0.9, 5), expect.closeTo(1.1, 5)]);
    expect(one.state.updates).toBe(1);
  });

  test('a clipped gradient keeps its direction and takes the norm of the limit; what is reported is from before', () => {
    const one = optimizer([3, 4], { clipNorm: 1 });
    expect(one.update(2, 0).gradientNorm).toBe(5);
    expect([...one.state.firstMoment]).toEqual([expect.closeTo(0.06, 6), expect.closeTo(0.08, 6)]);
  });

  test.each([
    ['a loss that is not a number', Number.NaN, [1, 1]],
    ['a gradient that is infinite', 1, [1, Infinity]],
    ['a gradient that is not a number', 1, [Number.NaN, 1]],
  ])('%s changes nothing', (_, loss, gradients) => {
    const one = optimizer(gradients, { averagingDecay: 0.9, clipNorm: 1 });
    expect(one.update(loss, 0).applied).toBe(false);
    const { parameters, firstMoment, secondMoment, averaged, updates } = one.state;
    expect([...parameters, ...firstMoment, ...secondMoment, ...averaged, updates]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test('the average moves by 1 - 2/11 of the way at the first update', () => {
    const one = optimizer([1, 1], { averagingDecay: 0.9 });
    one.update(2, 0);
    expect([...one.state.averaged]).toEqual([expect.closeTo((0.9 * 9) / 11, 6), expect.closeTo((0.9 * 9) / 11, 6)]);
  });

  test('the rate follows the schedule', () => {
    const one = optimizer([1], { schedule: { kind: 'cosine' } });
    expect(one.rateAt(0)).toBeCloseTo(0.1, 6);
    expect(one.rateAt(5)).toBeCloseTo(0.05, 2);
    expect(one.rateAt(10)).toBeCloseTo(0, 6);
  });

  test('what is evaluated is the average where there is one', () => {
    expect(optimizer([1]).evaluated[0]).toBe(1);
    const averaged = optimizer([1], { averagingDecay: 0.9 });
    expect(averaged.evaluated).toBe(averaged.state.averaged);
  });
});
