import type * as tf from '@tensorflow/tfjs';
import { largestSize } from './element-budget.ts';
import { ConfigError, ShapeError } from './errors.ts';

/** The sizes of a tensor's axes. An `eventShape` leaves out the batch. */
export type Shape = readonly number[];

/** The number of elements of a tensor of this shape; 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, axis) => size * axis, 1);

/** `[2, 3]` as text, with `batch` first where an event is meant. */
export const shapeText = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`;

/** Whether a shape is `[rows, ...eventShape]`, for any number of rows. */
export const hasEvent = (shape: Shape, eventShape: Shape): boolean =>
  shape.length === eventShape.length + 1 && eventShape.every((axis, i) => axis === shape[i + 1]);

/**
 * Requires `[batch, ...eventShape]` for any batch.
 *
 * @throws ShapeError naming who, the tensor, the shape expected and the shape that came.
 */
export function requireEvent(who: string, name: string, x: tf.Tensor, eventShape: Shape): void {
  if (!hasEvent(x.shape, eventShape)) {
    throw new ShapeError(
      `${who}: expected ${name} of shape ${shapeText(['batch', ...eventShape])}, got ${shapeText(x.shape)}`,
    );
  }
}

/**
 * Requires vectors `[batch, columns]` or images `[batch, height, width, columns]`.
 *
 * @throws ShapeError naming who, the tensor, the shapes expected and the shape that came.
 */
export function requireColumns(who: string, name: string, x: tf.Tensor, columns: number): void {
  if ((x.rank !== 2 && x.rank !== 4) || x.shape.at(-1) !== columns) {
    const [vectors, images] = [shapeText(['batch', columns]), shapeText(['batch', 'height', 'width', columns])];
    throw new ShapeError(`${who}: expected ${name} of shape ${vectors} or ${images}, got ${shapeText(x.shape)}`);
  }
}

/** h w, the number of places of images `[batch, height, width, channels]`; 1 of vectors `[batch, columns]`. */
export const placesOf = (x: tf.Tensor): number => sizeOf(x.shape.slice(1, -1));

/**
 * Requires images `[batch, height, width, channels]` of any height and width.
 *
 * @throws ShapeError naming who, the tensor, the shape expected and the shape that came.
 */
export function requireImages(who: string, name: string, x: tf.Tensor, channels: number): asserts x is tf.Tensor4D {
  if (x.rank !== 4 || x.shape[3] !== channels) {
    const expected = shapeText(['batch', 'height', 'width', channels]);
    throw new ShapeError(`${who}: expected ${name} of shape ${expected}, got ${shapeText(x.shape)}`);
  }
}

/**
 * Requires the shape of an event: whole numbers of at least 1, none for a scalar.
 *
 * @throws ConfigError naming who, the option and what came.
 */
export function requireShape(who: string, name: string, shape: unknown): asserts shape is Shape {
  const fits = Array.isArray(shape) && shape.every((axis) => Number.isSafeInteger(axis) && axis >= 1);
  if (!fits || !Number.isSafeInteger(sizeOf(shape))) {
    throw new ConfigError(`${who}: expected ${name} to be a list of sizes of at least 1, got ${JSON.stringify(shape)}`);
  }
  requireAffordable(who, name, sizeOf(shape));
}

/**
 * Requires a whole number of at least `least`.
 *
 * @throws ConfigError naming who, the option and what came.
 */
export function requireCount(who: string, name: string, value: unknown, least = 1): asserts value is number {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw new ConfigError(`${who}: expected ${name} to be a whole number of at least ${least}, got ${String(value)}`);
  }
  requireAffordable(who, name, value as number);
}

/** Sizes that a file's config names are bounded by what the file holds. */
function requireAffordable(who: string, name: string, size: number): void {
  if (size > largestSize()) {
    throw new ConfigError(
      `${who}: expected ${name} to be at most ${largestSize()} in a file of this size, got ${size}`,
    );
  }
}

/**
 * Requires a list where a config from a file may hold something else.
 *
 * @throws ConfigError naming who, the option and what came.
 */
export function requireList(who: string, name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value))
    throw new ConfigError(`${who}: expected ${name} to be a list, got ${JSON.stringify(value)}`);
  return value;
}

/**
 * One finite number for each element of an event, in the order in which they lie; a single number serves all.
 *
 * @throws ConfigError naming who, the option and what came.
 */
export function elementsOf(who: string, name: string, value: unknown, eventShape: Shape): number[] {
  const size = sizeOf(eventShape);
  const list: unknown[] = Array.isArray(value) ? value : new Array(size).fill(value);
  if (list.length !== size || !list.every((element) => Number.isFinite(element))) {
    const came = Array.isArray(value) ? `a list of ${list.length}` : String(value);
    throw new ConfigError(`${who}: expected ${name} to be a finite number or a list of ${size} of them, got ${came}`);
  }
  return list as number[];
}

/**
 * Requires a finite number in [`from`, `below`).
 *
 * @throws ConfigError naming who, the option and what came.
 */
export function requireInRange(
  who: string,
  name: string,
  value: unknown,
  from: number,
  below = Infinity,
): asserts value is number {
  if (!(typeof value === 'number' && Number.isFinite(value) && value >= from && value < below)) {
    throw new ConfigError(`${who}: expected ${name} to be a number in [${from}, ${below}), got ${String(value)}`);
  }
}

/**
 * Requires an image whose height and width can be halved.
 *
 * @throws ConfigError naming who and what came.
 */
export function requireEven(who: string, places: readonly number[]): void {
  if (places.every((size) => size % 2 === 0)) return;
  throw new ConfigError(
    `${who}: expected an even height and width, got ${places.join('x')}; pad the image, or crop it`,
  );
}
