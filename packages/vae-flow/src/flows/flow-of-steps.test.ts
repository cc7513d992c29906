import { rng, variablesOf } from '@flows/core';
import { expect, test } from 'vitest';
import { flowOfSteps } from './flow-of-steps.ts';
import { planar } from './planar.ts';

test('each step has the same options and numbers of its own, which the generator decides', () => {
  const weights = () => {
    const flow = flowOfSteps('flow', 3, { dims: 2, rng: rng(0) }, planar);
    return [...variablesOf(flow).values()].map((variable) => String(variable.dataSync()));
  };
  expect(new Set(weights()).size).toBe(3);
  expect(weights()).toEqual(weights());
});

test('it says which step is made', () => {
  const made: number[] = [];
  flowOfSteps('flow', 3, { dims: 2, rng: rng(0) }, (options, k) => {
    made.push(k);
    return planar(options);
  });
  expect(made).toEqual([0, 1, 2]);
});

test.each([0, 1.5])('there is a step at least: %d', (steps) => {
  expect(() => flowOfSteps('flow', steps, { dims: 2, rng: rng(0) }, planar)).toThrow('flow: expected steps');
});
