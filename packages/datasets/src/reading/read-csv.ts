import { ConfigError, DataError, type NumericArray } from '@flows/core';
import type { FileBytes, UnpackOptions } from './file-bytes.ts';
import { gunzip } from './gunzip.ts';
import { splitFields } from './split-fields.ts';

export type CsvOptions = UnpackOptions & {
  /** Whether the first row names the columns; unless told, it does where none of its fields is a number. */
  readonly header?: boolean;
  /** The one character between fields, a comma unless told. */
  readonly delimiter?: string;
};

/** Rows of numbers `[rows, columns]`, and the columns' names where the file gives them. */
export type Table = NumericArray & { readonly columns?: readonly string[] };

type Row = { readonly number: number; readonly fields: readonly string[] };

const lineFeed = 10;
const longestRow = 2 ** 24;
const numeral = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A table of numbers as text in UTF-8, plain or gzipped: RFC 4180 with any delimiter, but without line breaks inside
 * of quotes. Rows and columns count from 1 in errors, the header among the rows.
 *
 * @throws DataError where a row has another number of fields than the first, or a field is not a number that is
 *   finite in float32.
 * @throws ConfigError where the delimiter is not one ASCII character.
 */
export function readCsv(packed: FileBytes, { header, delimiter = ',', ...options }: CsvOptions = {}): Table {
  if (delimiter.length !== 1 || delimiter > '~' || '"\r\n'.includes(delimiter)) {
    throw new ConfigError(`readCsv: expected a delimiter of one ASCII character, got ${JSON.stringify(delimiter)}`);
  }
  const file = gunzip(packed, options);
  const values = new Float32Array(mostFields(file.bytes, delimiter));
  let columns: readonly string[] | undefined;
  let width: number | undefined;
  let count = 0;
  for (const row of rowsOf(file, delimiter)) {
    width ??= row.fields.length;
    requireWidth(file.name, row, width);
    if (row.number === 1 && (header ?? !row.fields.some((field) => numeral.test(field.trim())))) {
      columns = row.fields;
    } else {
      for (const [column, field] of row.fields.entries()) {
        values[count++] = numberIn(field, () => `${file.name}: row ${row.number}, column ${column + 1}`);
      }
    }
  }
  if (width === undefined || count === 0) throw new DataError(`${file.name}: expected rows of numbers, got none`);
  return { data: values.slice(0, count), shape: [count / width, width], ...(columns && { columns }) };
}

/** No more fields can be in the file than what stands between them tells. */
function mostFields(bytes: Uint8Array, delimiter: string): number {
  const separator = delimiter.charCodeAt(0);
  let count = 1;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === separator || bytes[i] === lineFeed) count++;
  return count;
}

/** The rows of the file, without blank ones at its end. */
function* rowsOf({ name, bytes }: FileBytes, delimiter: string): Generator<Row> {
  const decoder = new TextDecoder();
  let end = bytes.length;
  while (end > 0 && '\r\n'.includes(String.fromCharCode(bytes[end - 1] as number))) end--;
  let from = 0;
  for (let number = 1; from < end; number++) {
    const feed = bytes.indexOf(lineFeed, from);
    const to = feed === -1 || feed > end ? end : feed;
    if (to - from > longestRow) {
      throw new DataError(`${name}: row ${number}, from byte ${from}, is longer than ${longestRow} bytes: is it text?`);
    }
    const line = decoder.decode(bytes.subarray(from, to)).replace(/\r$/, '');
    const fields = splitFields(line, delimiter);
    if (fields === undefined) throw new DataError(`${name}: row ${number}: expected quotes to come in pairs`);
    yield { number, fields };
    from = to + 1;
  }
}

function requireWidth(name: string, { number, fields }: Row, width: number): void {
  if (fields.length !== width) {
    throw new DataError(`${name}: row ${number}: expected ${width} columns as in row 1, got ${fields.length}`);
  }
}

function numberIn(field: string, where: () => string): number {
  const text = field.trim();
  const value = numeral.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(Math.fround(value))) {
    throw new DataError(
      `${where()}: expected a number that is finite in float32, got ${JSON.stringify(text.slice(0, 40))}`,
    );
  }
  return value;
}
