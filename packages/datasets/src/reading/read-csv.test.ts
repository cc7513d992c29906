import { gzipSync } from 'node:zlib';
import { ConfigError, DataError } from '@flows/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CsvOptions, readCsv } from './read-csv.ts';

const read = (text: string, options?: CsvOptions) =>
  readCsv({ name: 'x.csv', bytes: new TextEncoder().encode(text) }, options);

test('rows of numbers in every way of writing them', () => {
  expect(read('1,-2.5,+3e2\n.5,4.,1E-3\n')).toEqual({
    data: Float32Array.of(1, -2.5, 300, 0.5, 4, 1e-3),
    shape: [2, 3],
  });
});

test.each([
  ['no line break at the end', '1,2\n3,4'],
  ['breaks of two characters', '1,2\r\n3,4\r\n'],
  ['blank lines at the end', '1,2\n3,4\n\r\n\n'],
  ['spaces round numbers', ' 1, 2\t\n3 ,4'],
  ['quotes round numbers', '"1",2\n3,"4"'],
  ['a byte order mark', '\uFEFF1,2\n3,4'],
])('a file with %s is read', (_, text) => {
  expect(read(text)).toEqual({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
});

test('a first row without any number names the columns', () => {
  const table = read('height,"weight, ""kg"""\n1,2\n');
  expect(table).toEqual({ data: Float32Array.of(1, 2), shape: [1, 2], columns: ['height', 'weight, "kg"'] });
});

test('a header of numbers is one where the caller says so', () => {
  expect(read('0,1\n5,6', { header: true })).toMatchObject({ shape: [1, 2], columns: ['0', '1'] });
  expect(() => read('a,b\n5,6', { header: false })).toThrow('row 1, column 1: expected a number');
});

test('any ASCII character may part the fields', () => {
  expect(read('1;2\n3;4', { delimiter: ';' }).shape).toEqual([2, 2]);
  expect(read('1\t2\n3\t4', { delimiter: '\t' }).shape).toEqual([2, 2]);
  expect(() => read('1', { delimiter: ', ' })).toThrow(ConfigError);
  expect(() => read('1', { delimiter: '"' })).toThrow(ConfigError);
});

test('a gzipped file is read as its content is', () => {
  expect(readCsv({ name: 'x.csv.gz', bytes: Uint8Array.from(gzipSync('1,2\n')) }).shape).toEqual([1, 2]);
});

test.each([
  ['a ragged row', '1,2\n3\n', 'row 2: expected 2 columns as in row 1, got 1'],
  ['a blank line between rows', '1,2\n\n3,4', 'row 2: expected 2 columns as in row 1, got 1'],
  [
    'text in the place of a number',
    'a,b\n1,2\n3,four',
    'row 3, column 2: expected a number that is finite in float32, got "four"',
  ],
  [
    'nothing in the place of a number',
    '1,2\n3,',
    'row 2, column 2: expected a number that is finite in float32, got ""',
  ],
  ['NaN', '1,2\nnan,4', 'row 2, column 1: expected a number that is finite in float32, got "nan"'],
  ['an infinite number', '1,2\n3,Infinity', 'row 2, column 2'],
  ['a number beyond float32', '1,1e39', 'row 1, column 2: expected a number that is finite in float32, got "1e39"'],
  ['a hexadecimal number', '1,0x10', 'row 1, column 2'],
  ['a quote that is not closed', '1,2\n"3,4\n5,6', 'row 2: expected quotes to come in pairs'],
  ['text after a quote', '1,2\n"3"0,4', 'row 2: expected quotes to come in pairs'],
  ['a header alone', 'a,b\n', 'expected rows of numbers, got none'],
  ['nothing', '', 'expected rows of numbers, got none'],
])('a file with %s is refused, and the message says where', (_, text, message) => {
  expect(() => read(text)).toThrow(DataError);
  expect(() => read(text)).toThrow(`x.csv: ${message}`);
});

test('a row without an end is refused before it is taken for text', () => {
  const bytes = new Uint8Array(2 ** 24 + 2).fill(0x31);
  expect(() => readCsv({ name: 'x.csv', bytes })).toThrow('row 1, from byte 0, is longer than 16777216 bytes');
});

test('numbers written as text come back as they were', () => {
  const rows = fc.array(fc.tuple(...new Array(3).fill(fc.float({ noNaN: true, noDefaultInfinity: true }))), {
    minLength: 1,
  });
  fc.assert(
    fc.property(rows, (rows) => {
      const { data, shape } = read(rows.map((row) => row.map(String).join(',')).join('\n'));
      expect(shape).toEqual([rows.length, 3]);
      expect([...data]).toEqual(rows.flat().map((value) => Number(String(value))));
    }),
    { seed: 0, numRuns: 100 },
  );
});
