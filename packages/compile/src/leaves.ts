import { ConfigError, type Rng } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** What stands in for the tensors and generators among arguments. */
export type Leaves = { tensor(tensor: tf.Tensor): unknown; rng(rng: Rng): unknown };

/**
 * The same arrays, plain objects and plain values, with every tensor and every generator among them replaced, in order.
 *
 * @throws ConfigError where something else is met, which a graph could not be told apart by, or tensors of no numbers.
 */
export function replaceLeaves<T>(value: T, leaves: Leaves): T {
  return replace(value, leaves) as T;
}

/** @param within the arrays and objects that the value lies in. */
function replace(value: unknown, leaves: Leaves, within: readonly unknown[] = []): unknown {
  if (typeof value === 'symbol') throw refused('a symbol');
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
  if (value instanceof tf.Tensor) {
    requireNumbers(value);
    return leaves.tensor(value);
  }
  if (isRng(value)) return leaves.rng(value);
  if (within.includes(value)) throw refused('one that contains itself');
  const inner = [...within, value];
  if (Array.isArray(value)) return value.map((item) => replace(item, leaves, inner));
  if (isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replace(item, leaves, inner)]));
  }
  throw refused(describe(value));
}

const refused = (what: string) =>
  new ConfigError(
    `compile: expected arguments and results of tensors, rngs, plain values, and arrays and plain objects of them, got ${what}; let the function close over it`,
  );

function requireNumbers({ dtype }: tf.Tensor): void {
  if (dtype !== 'string' && dtype !== 'complex64') return;
  throw new ConfigError(
    `compile: expected tensors of float32, int32 or bool, got ${dtype}; compute with them outside of the function`,
  );
}

/** What tells calls apart that need graphs of their own: shapes and types of tensors, and all plain values. */
export const signatureOf = (value: unknown): string =>
  JSON.stringify(
    replaceLeaves(value, {
      tensor: ({ dtype, shape }) => new Leaf(`${dtype} ${shape}`),
      rng: () => new Leaf('rng'),
    }),
    (_, item) => {
      if (item instanceof Leaf) return `leaf ${item.kind}`;
      if (typeof item === 'object' && item !== null) return item;
      return `${typeof item} ${Object.is(item, -0) ? '-0' : String(item)}`;
    },
  );

/** What a signature says of a tensor or a generator, which no plain value is written like. */
class Leaf {
  constructor(readonly kind: string) {}
}

/** The tensors and generators among arguments or results, in order. */
export function leavesOf(value: unknown): { tensors: tf.Tensor[]; rngs: Rng[] } {
  const tensors: tf.Tensor[] = [];
  const rngs: Rng[] = [];
  replaceLeaves(value, { tensor: (tensor) => tensors.push(tensor), rng: (rng) => rngs.push(rng) });
  return { tensors, rngs };
}

const isRng = (value: unknown): value is Rng =>
  typeof value === 'object' && value !== null && 'fork' in value && 'normals' in value;

const isPlainObject = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const describe = (value: object): string =>
  typeof value === 'function' ? 'a function' : `an object of ${value.constructor?.name}`;
