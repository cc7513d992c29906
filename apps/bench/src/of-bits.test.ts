import { ConfigError } from '@flows/core';
import { expect, test } from 'vitest';
import type { DataSet } from './data-set.ts';
import { ofBits } from './of-bits.ts';

const of = (levels: number | undefined, kind: DataSet['kind'] = 'image'): DataSet => {
  const array = (...data: number[]) => ({ data: Float32Array.from(data), shape: [1, data.length] });
  return {
    ...{ name: 'mine', title: 'Mine', kind, dims: 2, levels, standardisedFigures: false },
    ...{ train: array(0, 255), test: array(8, 128) },
  };
};

test('the highest bits of all parts stay', () => {
  const { levels, train, validation, test: tested } = ofBits(of(256), 5);
  expect(levels).toBe(32);
  expect([...train.data, ...tested.data]).toEqual([0, 31, 1, 16]);
  expect([train.shape, validation]).toEqual([[1, 2], undefined]);
});

test('images of as few levels already, and what are no images, are left as they are', () => {
  for (const data of [of(32), of(2), of(17), of(undefined, 'table')]) expect(ofBits(data, 5)).toBe(data);
});

test('levels that are no power of two are refused', () => {
  expect(() => ofBits(of(17), 4)).toThrow(ConfigError);
  expect(() => ofBits(of(17), 4)).toThrow('mine has 17 levels, no power of two, of which --bits 4');
});
