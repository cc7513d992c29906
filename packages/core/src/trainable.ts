import type * as tf from '@tensorflow/tfjs';
import type { Rng } from './rng.ts';

/** Plain JSON from which a part is built again: its `kind`, and the options that its constructor took. */
export type Config = { readonly kind: string; readonly [option: string]: unknown };

/**
 * Something that is made of variables and of other such parts, all of them named: a bijector, a distribution, a
 * network, a whole model. The names along the way are a variable's path (`bijector.layers.3.network.1.kernel`), under
 * which its value, its gradient's moments and its errors are known.
 */
export interface Trainable {
  readonly config: Config;
  readonly parts: Parts;
  /** Gives the variables back what they must keep, masked weights their zeros say, after they were assigned from outside. */
  constrain?(): void;
  /** Frees the variables of this part and of those that it is made of. */
  dispose(): void;
}

export type Parts = { readonly [name: string]: tf.Variable | Trainable };

/** One minibatch of data `[batch, ...eventShape]` and what it is conditioned on `[batch, ...]`. */
export type Batch<X extends tf.Tensor = tf.Tensor> = { x: X; context?: tf.Tensor };

/**
 * A part whose first values come from data (ActNorm). `initialize` is called once, before the part is used, with a
 * batch on its data side; `fit` calls it.
 *
 * A part that owns such values says in `initialized` whether it has them; `save` keeps it and `load` sets it, so that a
 * trained part is not initialised again. A part that only passes `initialize` on has no such flag of its own.
 */
export interface DataInitialized<X extends tf.Tensor = tf.Tensor> {
  initialized?: boolean;
  initialize(x: X, options: { rng: Rng; context?: tf.Tensor }): void;
}

/** A part that keeps statistics of data, and can take them from a whole training set (batch normalisation). */
export interface Recalibrated<X extends tf.Tensor = tf.Tensor> {
  recalibrate(batches: readonly Batch<X>[]): void;
}

export const isDataInitialized = <T extends Trainable>(part: T): part is T & DataInitialized => 'initialize' in part;

export const isRecalibrated = <T extends Trainable>(part: T): part is T & Recalibrated => 'recalibrate' in part;

const isVariable = (part: tf.Variable | Trainable): part is tf.Variable => 'assign' in part && 'dataId' in part;

/** Every part below `root` and itself with its path, parents before children; `root` has the path ''. */
export function* partsOf(root: Trainable, path = ''): Generator<readonly [path: string, part: Trainable]> {
  yield [path, root];
  for (const [name, part] of Object.entries(root.parts)) {
    if (!isVariable(part)) yield* partsOf(part, path === '' ? name : `${path}.${name}`);
  }
}

/**
 * The parts below `root`, and itself, that `takes` says to take values from data, without those that only pass data on
 * (chains, flows): what a part keeps of data lies in variables of its own.
 */
export const ownersOf = (root: Trainable, takes: (part: Trainable) => boolean): (readonly [string, Trainable])[] =>
  [...partsOf(root)].filter(([, part]) => takes(part) && Object.values(part.parts).some(isVariable));

/** Every variable below `root` by its path, in the order in which the parts name them; state that is not trained too. */
export function variablesOf(root: Trainable): Map<string, tf.Variable> {
  const variables = new Map<string, tf.Variable>();
  for (const [path, { parts }] of partsOf(root)) {
    for (const [name, part] of Object.entries(parts)) {
      if (isVariable(part)) variables.set(path === '' ? name : `${path}.${name}`, part);
    }
  }
  return variables;
}

/** The number of trained weights. */
export function countParameters(root: Trainable): number {
  let count = 0;
  for (const variable of variablesOf(root).values()) if (variable.trainable) count += variable.size;
  return count;
}

/** The part of a `Trainable` that follows from its config and its parts. */
export function trainable<C extends Config, P extends Parts>(
  config: C,
  parts: P,
): { readonly config: C; readonly parts: P; dispose(): void } {
  return { config, parts, dispose: () => disposeParts(parts) };
}

/** The `Trainable` part of a map without variables. */
export const stateless = <C extends Config>(config: C) => trainable(config, {});

/** A list as named parts: `{ 0: first, 1: second }`. */
export const listed = <T extends Trainable>(list: readonly T[]): { readonly [index: string]: T } =>
  Object.fromEntries(list.entries());

export function disposeParts(parts: Parts): void {
  for (const part of Object.values(parts)) part.dispose();
}
