import * as tf from '@tensorflow/tfjs';
import { DataError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import { hasEvent, type Shape, shapeText } from '../shape.ts';
import type { Batch } from '../trainable.ts';
import { type NumericArray, Rows } from './rows.ts';

/**
 * Batches of one epoch, made anew at each call from the epoch's number (from 0) and its own generator. Who calls
 * disposes of the batches. An epoch may be without end where the number of steps is given.
 */
export type BatchSource<X extends tf.Tensor = tf.Tensor> = (
  epoch: number,
  rng: Rng,
) => Iterable<Batch<X>> | AsyncIterable<Batch<X>>;

/** Data in memory (borrowed, read once), with what it is conditioned on, or a function that makes each epoch's batches. */
export type FitData<X extends tf.Tensor = tf.Tensor> =
  | tf.Tensor
  | NumericArray
  | { readonly x: tf.Tensor | NumericArray; readonly context?: tf.Tensor | NumericArray }
  | BatchSource<X>;

/** Data as `fit` uses it: batches in the random order of an epoch, and once through in order. */
export interface Batches<X extends tf.Tensor> {
  /** Batches in an epoch; undefined where only their source knows. */
  readonly perEpoch?: number;
  /** The batches of an epoch without the first `skip`; `rng` is the epoch's. */
  epoch(epoch: number, rng: Rng, skip: number): AsyncGenerator<Batch<X>>;
  /** Every row once, in batches of about `rows`. */
  inOrder(rows: number, rng: Rng): AsyncGenerator<Batch<X>>;
}

/**
 * Checks data and makes batches of it.
 *
 * An epoch of data in memory is the rows in the order that its generator gives, in batches of `batchSize` rows (all of
 * them where they are fewer); the rows that are left over in one epoch come in another.
 *
 * @param model its events' shape, and whether elements of them may be missing.
 * @throws DataError where data is empty, malformed, of another shape than the model's, or not finite.
 */
export async function batchesOf<X extends tf.Tensor>(
  who: string,
  data: FitData<X>,
  { eventShape, readsBeginnings = false }: { eventShape: Shape; readsBeginnings?: boolean },
  batchSize: number,
): Promise<Batches<X>> {
  if (typeof data === 'function') return sourced(who, data, eventShape);
  const { x, context } = data instanceof tf.Tensor || !('x' in data) ? { x: data, context: undefined } : data;
  const rows = await Rows.from(`${who}.x`, x, eventShape, { mayMiss: readsBeginnings });
  const given = context && (await Rows.from(`${who}.context`, context));
  if (given && given.count !== rows.count) {
    throw new DataError(`${who}: expected a row of context for each of the ${rows.count} rows, got ${given.count}`);
  }
  return inMemory(rows, given, Math.min(batchSize, rows.count));
}

function inMemory<X extends tf.Tensor>(rows: Rows, given: Rows | undefined, size: number): Batches<X> {
  const cut = (from: number, to: number, order?: readonly number[]): Batch<X> => ({
    x: rows.batch(from, to, order) as X,
    ...(given && { context: given.batch(from, to, order) }),
  });
  const perEpoch = Math.floor(rows.count / size);
  return {
    perEpoch,
    async *epoch(_, rng, skip) {
      const order = rng.permutation(rows.count);
      for (let i = skip; i < perEpoch; i++) yield cut(i * size, (i + 1) * size, order);
    },
    async *inOrder(most) {
      for (let from = 0; from < rows.count; from += most) yield cut(from, Math.min(from + most, rows.count));
    },
  };
}

function sourced<X extends tf.Tensor>(who: string, source: BatchSource<X>, eventShape: Shape): Batches<X> {
  async function* epoch(number: number, rng: Rng, skip: number): AsyncGenerator<Batch<X>> {
    let count = 0;
    for await (const batch of source(number, rng)) {
      requireBatch(who, batch, eventShape);
      if (count++ >= skip) yield batch;
      else disposeBatch(batch);
    }
    if (count === 0) throw new DataError(`${who}: expected batches, but epoch ${number} has none`);
  }
  return { epoch, inOrder: (_, rng) => epoch(0, rng, 0) };
}

function requireBatch(who: string, batch: Batch, eventShape: Shape): void {
  const shape = batch?.x?.shape;
  if (shape === undefined || shape[0] === 0 || !hasEvent(shape, eventShape)) {
    const got = shape ? shapeText(shape) : String(batch);
    throw new DataError(`${who}: expected a batch { x } of shape ${shapeText(['batch', ...eventShape])}, got ${got}`);
  }
}

export function disposeBatch({ x, context }: Batch): void {
  x.dispose();
  context?.dispose();
}
