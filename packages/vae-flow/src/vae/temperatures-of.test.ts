import { expect, test } from 'vitest';
import { temperaturesOf } from './temperatures-of.ts';

test('one temperature serves z and x, and two are theirs in this order', () => {
  expect(temperaturesOf()).toEqual([1, 1]);
  expect(temperaturesOf(0.5)).toEqual([0.5, 0.5]);
  expect(temperaturesOf([0.5])).toEqual([0.5, 0.5]);
  expect(temperaturesOf([0.5, 0])).toEqual([0.5, 0]);
});

test('what is none is refused', () => {
  expect(() => temperaturesOf([1, 1, 1])).toThrow('Vae.sample: expected temperature to be one number, or that of z');
  expect(() => temperaturesOf([1, -1])).toThrow('Vae.sample: expected temperature');
});
