import { ConfigError, rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { replaceLeaves, signatureOf } from './leaves.ts';

const count = () => {
  let next = 0;
  return { tensor: () => `tensor ${next++}`, rng: () => `rng ${next++}` };
};

describe('replaceLeaves', () => {
  test('replaces tensors and generators in order, and keeps all else', () => {
    const x = tf.scalar(1);
    const value = { a: [x, 'text', 2], b: { rng: rng(0), none: null, missing: undefined }, c: true, d: x };
    expect(replaceLeaves(value, count())).toEqual({
      a: ['tensor 0', 'text', 2],
      b: { rng: 'rng 1', none: null, missing: undefined },
      c: true,
      d: 'tensor 2',
    });
    expect(replaceLeaves(tf.variable(x), count())).toBe('tensor 0');
  });

  test('leaves what it is given as it was', () => {
    const value = { list: [tf.scalar(1)] };
    replaceLeaves(value, count());
    expect(value.list[0]).toBeInstanceOf(tf.Tensor);
  });

  test('takes objects without a prototype for plain ones', () => {
    const value = Object.assign(Object.create(null), { x: tf.scalar(1) });
    expect(replaceLeaves(value, count())).toEqual({ x: 'tensor 0' });
  });

  test.each([
    ['a function', () => 1],
    ['an object of Map', new Map()],
    ['an object of Float32Array', new Float32Array(2)],
    ['an object of Promise', Promise.resolve(1)],
  ])('refuses %s, by name and with the cure', (name, value) => {
    const replacing = () => replaceLeaves({ deep: [value] }, count());
    expect(replacing).toThrow(ConfigError);
    expect(replacing).toThrow(`got ${name}; let the function close over it`);
  });
});

test.each([
  ['string', () => tf.tensor(['a'])],
  ['complex64', () => Object.assign(tf.zeros([1]), { dtype: 'complex64' })],
])('tensors of %s are refused, with the cure', (dtype, make) => {
  const replacing = () => replaceLeaves([make()], count());
  expect(replacing).toThrow(ConfigError);
  expect(replacing).toThrow(`got ${dtype}; compute with them outside`);
});

describe('signatureOf', () => {
  test('tensors of one shape and type are alike, and so are generators', () => {
    expect(signatureOf([tf.tensor1d([1, 2]), rng(0)])).toBe(signatureOf([tf.tensor1d([3, 4]), rng(1)]));
  });

  const x = tf.zeros([2]);
  test.each<[string, unknown, unknown]>([
    ['a rank from another', x, tf.zeros([2, 1])],
    ['a type from another', x, tf.zeros([2], 'int32')],
    ['a shape from another of as many numbers', tf.zeros([1, 2]), tf.zeros([2, 1])],
    ['numbers', 1, 2],
    ['a number from a text', 1, '1'],
    ['truth from a text', true, 'true'],
    ['0 from -0', 0, -0],
    ['NaN from ∞', Number.NaN, Infinity],
    ['∞ from -∞', Infinity, -Infinity],
    ['NaN from null', Number.NaN, null],
    ['null from undefined', null, undefined],
    ['large whole numbers', 1n, 2n],
    ['a large whole number from a number', 1n, 1],
    ['a list from an object', [x], { 0: x }],
    ['names', { a: x }, { b: x }],
    ['a tensor from a generator', x, rng(0)],
  ])('tells %s', (_, a, b) => {
    expect(signatureOf([a])).not.toBe(signatureOf([b]));
    expect(signatureOf([a])).toBe(signatureOf([a]));
  });
});

test('what JSON would write alike has signatures of its own', () => {
  const tensor = tf.zeros([2]);
  const values = [tensor, 'leaf float32 2', { float32: [2] }, '2', 2, null, undefined, 'null', '-0', -0, 0];
  expect(new Set(values.map((value) => signatureOf([value]))).size).toBe(values.length);
});

test('symbols and what contains itself are refused', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  expect(() => signatureOf(circle)).toThrow(/contains itself/);
  expect(() => signatureOf([Symbol('s')])).toThrow(/a symbol/);
});
