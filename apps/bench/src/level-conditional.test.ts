import { expect, test } from 'vitest';
import { levelConditional } from './level-conditional.ts';

test('two levels have one parameter an element, and more a logit for each, of which a network is given one number', () => {
  const [bits, digits] = [levelConditional(2), levelConditional(17)];
  expect([bits.parameters, digits.parameters]).toEqual([1, 17]);
  expect([bits.config.kind, digits.config.kind]).toEqual(['bernoulli-conditional', 'categorical-conditional']);
  expect(digits.inputs ?? 1).toBe(1);
});
