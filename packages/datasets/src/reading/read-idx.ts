import { DataError, type NumericArray } from '@flows/core';
import { ByteView } from './byte-view.ts';
import { decodeArray } from './decode-array.ts';
import { type ElementType, elementTypes } from './element-type.ts';
import type { FileBytes, UnpackOptions } from './file-bytes.ts';
import { gunzip } from './gunzip.ts';

const typeOfCode = new Map<number, ElementType>([
  [0x08, elementTypes.u1],
  [0x09, elementTypes.i1],
  [0x0b, elementTypes.i2],
  [0x0c, elementTypes.i4],
  [0x0d, elementTypes.f4],
  [0x0e, elementTypes.f8],
]);

/**
 * An array in the IDX format of MNIST, plain or gzipped. Two zero bytes, the type's code and the number of axes come
 * first, then each axis as four bytes, then the numbers, all big-endian.
 *
 * @throws DataError where the bytes are not one, or a number is not finite in float32.
 */
export function readIdx(packed: FileBytes, options: UnpackOptions = {}): NumericArray {
  const file = gunzip(packed, options);
  const view = new ByteView(file);
  const type = typeOfCode.get(view.byte(2));
  if (view.uint16(0) !== 0 || type === undefined) {
    throw new DataError(`${file.name}: expected an IDX file to begin with 0, 0 and a type of 8, 9 or 11 to 14`);
  }
  const axes = view.byte(3);
  const { buffer, byteOffset, byteLength } = view.bytes(4, 4 * axes);
  const header = new DataView(buffer, byteOffset, byteLength);
  const shape = Array.from({ length: axes }, (_, i) => header.getUint32(4 * i));
  return decodeArray(file, { type, littleEndian: false, columnMajor: false, shape, start: 4 + 4 * axes });
}
