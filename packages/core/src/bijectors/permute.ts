import type * as tf from '@tensorflow/tfjs';
import { type Bijector, constantLogDet, mapped } from '../bijector.ts';
import { ConfigError } from '../errors.ts';
import { requireEvent } from '../shape.ts';
import { takeColumns } from '../take-columns.ts';
import { stateless } from '../trainable.ts';

/**
 * A fixed permutation of the D elements of a row, between layers that treat them unequally.
 *
 *     x_i = z_order(i)          log|det ∂x/∂z| = 0
 *
 * @param order the whole numbers below D, each once: see `reversePermutation`, and `Rng.permutation` for a random one.
 * @throws ConfigError where the order is no permutation.
 */
export function permute({ order }: { order: readonly number[] }): Bijector<tf.Tensor2D, tf.Tensor2D> {
  requirePermutation(order);
  const dims = order.length;
  const inverseOrder = inverseOf(order);
  return {
    forward: (z) => {
      requireEvent('permute.forward', 'z', z, [dims]);
      return mapped(() => ({ value: takeColumns(z, order), logDet: constantLogDet(z, 0) }));
    },
    inverse: (x) => {
      requireEvent('permute.inverse', 'x', x, [dims]);
      return mapped(() => ({ value: takeColumns(x, inverseOrder), logDet: constantLogDet(x, 0) }));
    },
    ...stateless({ kind: 'permute', order: [...order] }),
  };
}

/** The order D-1, …, 0: every other layer of a MAF sees its input so. */
export const reversePermutation = (dims: number): number[] => Array.from({ length: dims }, (_, i) => dims - 1 - i);

function inverseOf(order: readonly number[]): number[] {
  const inverse = new Array<number>(order.length);
  order.forEach((from, i) => {
    inverse[from] = i;
  });
  return inverse;
}

function requirePermutation(order: readonly number[]): void {
  const fits =
    Array.isArray(order) && order.length > 0 && [...order].sort((a, b) => a - b).every((from, i) => from === i);
  if (!fits) {
    throw new ConfigError(
      `permute: expected order to hold each whole number below its length once, got ${JSON.stringify(order)}`,
    );
  }
}
