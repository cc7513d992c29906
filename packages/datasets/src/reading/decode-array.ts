import { DataError, type NumericArray, type Shape, shapeText, sizeOf } from '@flows/core';
import type { ElementType } from './element-type.ts';
import type { FileBytes } from './file-bytes.ts';

/** Where an array's elements start in a file, and how they lie there. */
export type ArrayLayout = {
  readonly type: ElementType;
  readonly littleEndian: boolean;
  readonly columnMajor: boolean;
  readonly shape: Shape;
  readonly start: number;
};

/**
 * The numbers that fill a file from `start` to its end, in row-major order.
 *
 * @throws DataError where the shape promises another number of bytes than there are, or an element is not finite.
 */
export function decodeArray(file: FileBytes, layout: ArrayLayout): NumericArray {
  const { type, littleEndian, columnMajor, shape, start } = layout;
  requireBytes(file, layout);
  const view = new DataView(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const data = new Float32Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) {
    const at = start + i * type.bytes;
    const value = type.read(view, at, littleEndian);
    const position = columnMajor ? rowMajorPosition(i, shape) : i;
    data[position] = value;
    if (!Number.isFinite(data[position])) {
      throw new DataError(
        `${file.name}: expected numbers that are finite in float32, got ${value} at byte ${at}, ` +
          `element ${shapeText(coordinates(position, shape))}`,
      );
    }
  }
  return { data, shape };
}

function requireBytes({ name, bytes }: FileBytes, { type, shape, start }: ArrayLayout): void {
  const promised = sizeOf(shape) * type.bytes;
  const held = bytes.length - start;
  if (promised !== held) {
    throw new DataError(
      `${name}: the shape ${shapeText(shape)} promises ${promised} bytes from byte ${start}, but the file holds ${held}`,
    );
  }
  if (promised === 0) throw new DataError(`${name}: expected at least one number, got the shape ${shapeText(shape)}`);
}

/** Where the element that column-major order counts as `index` lies in row-major order. */
function rowMajorPosition(index: number, shape: Shape): number {
  let stride = sizeOf(shape);
  let rest = index;
  let position = 0;
  for (const axis of shape) {
    stride /= axis;
    position += (rest % axis) * stride;
    rest = Math.floor(rest / axis);
  }
  return position;
}

function coordinates(position: number, shape: Shape): number[] {
  let stride = sizeOf(shape);
  return shape.map((axis) => {
    stride /= axis;
    return Math.floor(position / stride) % axis;
  });
}
