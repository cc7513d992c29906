import { DataError, type NumericArray, type Shape } from '@flows/core';
import { ByteView } from './byte-view.ts';
import { decodeArray } from './decode-array.ts';
import { type ElementType, elementTypes } from './element-type.ts';
import type { FileBytes, UnpackOptions } from './file-bytes.ts';
import { gunzip } from './gunzip.ts';

const magic = '\x93NUMPY';
const longestHeader = 2 ** 16;
const mostAxes = 64;

/**
 * A NumPy array file of format 1.0 to 3.0 (NEP 1), plain or gzipped: integers of 1 to 8 bytes, float32, float64 and
 * booleans, of either byte order, in C or Fortran order.
 *
 * @throws DataError where the bytes are not one, or a number is not finite in float32.
 */
export function readNpy(packed: FileBytes, options: UnpackOptions = {}): NumericArray {
  const file = gunzip(packed, options);
  const { text, start } = headerOf(file);
  const { type, littleEndian } = elementOf(file.name, entryOf(file.name, text, 'descr', /'([^']*)'/));
  const columnMajor = entryOf(file.name, text, 'fortran_order', /(True|False)/) === 'True';
  const shape = shapeOf(file.name, entryOf(file.name, text, 'shape', /\(([\d\s,L]*)\)/));
  return decodeArray(file, { type, littleEndian, columnMajor, shape, start });
}

/** The header's text, a Python dictionary, and the byte after it. */
function headerOf(file: FileBytes): { text: string; start: number } {
  const view = new ByteView(file);
  for (let i = 0; i < magic.length; i++) {
    if (view.byte(i) !== magic.charCodeAt(i)) {
      throw new DataError(`${file.name}: expected a .npy file to begin with "\\x93NUMPY", but byte ${i} differs`);
    }
  }
  const version = view.byte(6);
  if (version < 1 || version > 3) {
    throw new DataError(`${file.name}: expected version 1, 2 or 3 of the .npy format at byte 6, got ${version}`);
  }
  const from = version === 1 ? 10 : 12;
  const length = version === 1 ? view.uint16(8) : view.uint32(8);
  if (length > longestHeader) {
    throw new DataError(`${file.name}: expected a header of at most ${longestHeader} bytes at byte 8, got ${length}`);
  }
  return { text: view.text(from, length), start: from + length };
}

function entryOf(name: string, header: string, key: string, value: RegExp): string {
  const found = new RegExp(`['"]${key}['"]\\s*:\\s*${value.source}`).exec(header);
  if (found === null) {
    throw new DataError(
      `${name}: expected the .npy header to give '${key}' of an array of plain numbers, got ` +
        JSON.stringify(header.slice(0, 120).trim()),
    );
  }
  return found[1] as string;
}

function elementOf(name: string, description: string): { type: ElementType; littleEndian: boolean } {
  const order = description.charAt(0);
  const kind = description.slice(1);
  const type = Object.hasOwn(elementTypes, kind) ? elementTypes[kind as keyof typeof elementTypes] : undefined;
  if (type === undefined || !'<>|='.includes(order)) {
    throw new DataError(
      `${name}: expected elements of ${Object.keys(elementTypes).join(', ')}, got ${JSON.stringify(description)}; ` +
        'save the array as float32',
    );
  }
  return { type, littleEndian: order !== '>' };
}

function shapeOf(name: string, list: string): Shape {
  const shape = list
    .split(',')
    .map((axis) => axis.trim())
    .filter((axis) => axis !== '')
    .map((axis) => Number(axis.replace(/L$/, '')));
  if (shape.length > mostAxes || !shape.every(Number.isSafeInteger)) {
    throw new DataError(
      `${name}: expected at most ${mostAxes} whole axes in the .npy header, got (${list.slice(0, 120)})`,
    );
  }
  return shape;
}
