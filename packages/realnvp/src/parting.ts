import { requireColumns, requireEvent, sizeOf, sumEvent, takeColumns } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type EventMask, isEventMask, type Mask, type MaskBit } from './mask.ts';

/** How a mask parts events into x_a, which stays and is read, and x_b, which moves, and joins them again. */
export type Parting = {
  /** The columns of x_a, which a conditioner reads. */
  readonly read: number;
  /** The columns of x_b, whose parameters it gives. */
  readonly moved: number;
  /** Whether the element i of an event stays, in the order in which elements lie. */
  stays(i: number): boolean;
  /** @throws ShapeError where x is no batch of such events. */
  require(who: string, name: string, x: tf.Tensor): void;
  /** x_a and x_b: of the columns of either alone, or of x's shape with zeros where the other is. */
  apart(x: tf.Tensor): { a: tf.Tensor; b: tf.Tensor };
  /** x of an x_a and an x_b of those shapes. */
  join(a: tf.Tensor, b: tf.Tensor): tf.Tensor;
  /** The sum of what x_b's elements contribute to a log-determinant, `[batch]`. */
  sum(logDerivative: tf.Tensor): tf.Tensor1D;
};

export const parting = (mask: Mask | EventMask): Parting =>
  isEventMask(mask) ? partingOfElements(mask) : partingOfColumns(mask);

/** By columns, elements of vectors and channels of images: x_a and x_b are smaller than x. */
function partingOfColumns(mask: Mask): Parting {
  const at = (bit: MaskBit) => mask.flatMap((b, i) => (b === bit ? [i] : []));
  const [staying, moving] = [at(1), at(0)];
  const apart = [...staying, ...moving];
  const order = mask.map((_, i) => apart.indexOf(i));
  return {
    read: staying.length,
    moved: moving.length,
    stays: (i) => mask[i % mask.length] === 1,
    require: (who, name, x) => requireColumns(who, name, x, mask.length),
    apart: (x) => ({ a: takeColumns(x, staying), b: takeColumns(x, moving) }),
    join: (a, b) => takeColumns(tf.concat([a, b], -1), order),
    sum: sumEvent,
  };
}

/**
 * By single elements of images, as equation 9 of Dinh et al. (2017) has it: x_a = b ⊙ x is read whole, zeros where
 * elements move. What g makes of those that stay is left out by choice, not by a product, since it may be infinite.
 */
function partingOfElements(mask: EventMask): Parting {
  const elements: readonly MaskBit[] = mask.flat(2);
  const [height, width, channels] = [mask.length, mask[0]?.length ?? 0, mask[0]?.[0]?.length ?? 0];
  const shape: [number, number, number] = [height, width, channels];
  const where = (staying: tf.Tensor, moving: tf.Tensor) =>
    tf.where(tf.tensor([...elements], shape, 'bool'), staying, moving);
  return {
    read: channels,
    moved: channels,
    stays: (i) => elements[i % sizeOf(shape)] === 1,
    require: (who, name, x) => requireEvent(who, name, x, shape),
    apart: (x) => {
      const nothing = tf.zerosLike(x);
      return { a: where(x, nothing), b: where(nothing, x) };
    },
    join: (a, b) => where(a, b),
    sum: (logDerivative) => sumEvent(where(tf.zerosLike(logDerivative), logDerivative)),
  };
}
