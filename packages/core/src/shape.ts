import type * as tf from '@tensorflow/tfjs';
import { ConfigError, ShapeError } from './errors.ts';

/** The sizes of a tensor's axes. An `eventShape` leaves out the batch. */
export type Shape = readonly number[];

/** The number of elements of a tensor of this shape; 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((size, axis) => size * axis, 1);

/** `[2, 3]` as text, with `batch` first where an event is meant. */
export const shapeText = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`;

/**
 * Requires `[batch, ...eventShape]` for any batch.
 *
 * @throws ShapeError naming who, the tensor, the shape expected and the shape that came.
 */
export function requireEvent(who: string, name: string, x: tf.Tensor, eventShape: Shape): void {
  const fits = x.rank === eventShape.length + 1 && eventShape.every((axis, i) => x.shape[i + 1] === axis);
  if (!fits) {
    throw new ShapeError(
      `${who}: expected ${name} of shape ${shapeText(['batch', ...eventShape])}, got ${shapeText(x.shape)}`,
    );
  }
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
