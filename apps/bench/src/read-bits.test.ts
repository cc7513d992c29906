import { DataError } from '@flows/core';
import { expect, test } from 'vitest';
import { readBits } from './read-bits.ts';

const file = { name: 'x.bits', bytes: Uint8Array.of(0b10000001, 0b01100000, 0b00001111, 0b11111110) };

test('the most significant bit of a byte comes first, and rows one after the other', () => {
  const { data, shape } = readBits(file, { dims: 16 });
  expect(shape).toEqual([2, 16]);
  expect([...data].join('')).toBe('10000001011000000000111111111110');
});

test('an order reads those rows and no others', () => {
  expect([...readBits(file, { dims: 8, order: [2, 0] }).data].join('')).toBe('0000111110000001');
});

test('bytes that are no whole number of rows are refused', () => {
  expect(() => readBits(file, { dims: 24 })).toThrow(DataError);
  expect(() => readBits(file, { dims: 24 })).toThrow('x.bits: expected rows of 3 bytes, got 4 bytes');
  expect(() => readBits({ name: 'empty.bits', bytes: new Uint8Array() }, { dims: 8 })).toThrow('got 0 bytes');
});
