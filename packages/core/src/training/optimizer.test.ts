import { expect, test } from 'vitest';
import { Optimizer } from './optimizer.ts';

const adam = { rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
const optimizer = (gradients: number[], options = {}) =>
  new Optimizer(
    Float32Array.from(gradients, () => 1),
    Float32Array.from(gradients),
    {
      adam,
      schedule: { kind: 'constant' },
      steps: 10,
      ...options,
    },
  );

test('the first update moves each weight by the rate, against its gradient', () => {
  const one = optimizer([3, -4]);
  expect(one.update(2, 0)).toEqual({ loss: 2, gradientNorm: 5, applied: true });
  expect([...one.state.parameters]).toEqual([expect.closeTo(0.9, 5), expect.closeTo(1.1, 5)]);
  expect(one.state.updates).toBe(1);
});

test.each([
  ['a loss that is not a number', Number.NaN, [1, 1]],
  ['a gradient that is infinite', 1, [1, Infinity]],
])('%s changes nothing', (_, loss, gradients) => {
  const one = optimizer(gradients, { averaging: 0.9 });
  expect(one.update(loss, 0).applied).toBe(false);
  expect([...one.state.parameters, ...one.state.firstMoment, ...one.state.averaged, one.state.updates]).toEqual([
    1, 1, 0, 0, 0, 0, 0,
  ]);
});

test('the rate follows the schedule', () => {
  const one = optimizer([1], { schedule: { kind: 'cosine' } });
  expect(one.rateAt(0)).toBeCloseTo(0.1, 6);
  expect(one.rateAt(5)).toBeCloseTo(0.05, 2);
  expect(one.rateAt(10)).toBeCloseTo(0, 6);
});

test('what is evaluated is the average where there is one', () => {
  expect(optimizer([1]).evaluated[0]).toBe(1);
  const averaged = optimizer([1], { averaging: 0.9 });
  expect(averaged.evaluated).toBe(averaged.state.averaged);
});
