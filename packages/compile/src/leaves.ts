import { ConfigError, type Rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** What stands in for the tensors and generators among arguments. */
export type Leaves = { tensor(tensor: tf.Tensor): unknown; rng(rng: Rng): unknown };

/**
 * The same arrays, plain objects and plain values, with every tensor and every generator among them replaced, in order.
 *
 * @throws ConfigError where something else is met, which a graph could not be told apart by.
 */
export function replaceLeaves<T>(value: T, leaves: Leaves): T {
  return replace(value, leaves) as T;
}

function replace(value: unknown, leaves: Leaves): unknown {
  if (value instanceof tf.Tensor) return leaves.tensor(value);
  if (isRng(value)) return leaves.rng(value);
  if (Array.isArray(value)) return value.map((item) => replace(item, leaves));
  if (isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replace(item, leaves)]));
  }
  if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
    throw new ConfigError(
      `compile: expected arguments and results of tensors, rngs, plain values, and arrays and plain objects of them, got ${describe(value)}; let the function close over it`,
    );
  }
  return value;
}

/** What tells calls apart that need graphs of their own: shapes and types of tensors, and all plain values. */
export const signatureOf = (value: unknown): string =>
  JSON.stringify(
    replaceLeaves(value, { tensor: ({ dtype, shape }) => ({ [dtype]: shape }), rng: () => ({ rng: true }) }),
    (_, item) => (typeof item === 'number' && !Number.isFinite(item) ? { number: String(item) } : item),
  );

const isRng = (value: unknown): value is Rng =>
  typeof value === 'object' && value !== null && 'fork' in value && 'normals' in value;

const isPlainObject = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const describe = (value: object): string =>
  typeof value === 'function' ? 'a function' : `an object of ${value.constructor?.name}`;
