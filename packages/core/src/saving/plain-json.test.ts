import { expect, test } from 'vitest';
import { firstDifference, plainJson } from './plain-json.ts';

test('plain values come back as JSON gives them back, without what is undefined', () => {
  const value = { a: [1, 'two', null, { b: true }], left: undefined };
  expect(plainJson(value, 'config')).toEqual({ a: [1, 'two', null, { b: true }] });
  expect(plainJson(value, 'config')).not.toBe(value);
});

const cycle: { self?: unknown } = {};
cycle.self = cycle;

test.each([
  ['a function', { f: () => 0 }, 'config.f to be plain JSON, got a function'],
  ['NaN', { a: [0, Number.NaN] }, 'config.a.1 to be plain JSON, got NaN'],
  ['an instance', { at: new Date(0) }, 'config.at to be plain JSON, got an instance of Date'],
  ['a cycle', cycle, 'config.self to be plain JSON'],
] as const)('%s is refused with its path', (_, value, message) => {
  expect(() => plainJson(value, 'config')).toThrow(message);
});

test('the first difference is named by its path and both values', () => {
  expect(firstDifference({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, 'config')).toBeUndefined();
  expect(firstDifference({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, 'config')).toBe('config.a.1.b (2 and 3)');
  expect(firstDifference({ a: 1 }, {}, 'config')).toBe('config.a (1 and undefined)');
  expect(firstDifference({ 0: 1 }, [1], 'config')).toContain('config (');
});
