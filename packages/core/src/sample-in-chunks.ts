import * as tf from '@tensorflow/tfjs';
import { contextOf, type SampleOptions } from './density-model.ts';
import { requireCount } from './shape.ts';
import { turns } from './turns.ts';

/** What draws samples: a density model, or its compiled sampler. */
export type Sampler<X extends tf.Tensor> = { sample(count: number, options: SampleOptions): X | Promise<X> };

/**
 * - `chunk`: how many rows are drawn at once; 64 where absent.
 * - `onProgress`: hears how many rows are done after each chunk.
 * - `signal`: ends the sampling between two chunks.
 * - all else as of `sample`.
 */
export type ChunkOptions = SampleOptions & {
  chunk?: number;
  onProgress?(progress: { done: number; count: number }): void;
  signal?: AbortSignal;
};

/**
 * Samples `[count, ...eventShape]` in chunks, between which the event loop goes round: a page stays responsive, and a
 * server answers, while an autoregressive model draws.
 *
 * Each chunk draws from a generator of its own, forked by a number that is drawn once, so that the same seed and chunk
 * give the same samples, the first rows for any count, and a further call others.
 *
 * @throws the signal's reason where it is aborted; what was drawn is freed.
 * @throws ShapeError where the context has neither one row nor `count`.
 * @throws ConfigError where count or chunk is none.
 */
export async function sampleInChunks<X extends tf.Tensor>(
  sampler: Sampler<X>,
  count: number,
  { rng, context, chunk = 64, onProgress, signal, ...options }: ChunkOptions,
): Promise<X> {
  requireCount('sampleInChunks', 'count', count);
  requireCount('sampleInChunks', 'chunk', chunk);
  const breathe = turns();
  const contexts = context && contextOf('sampleInChunks', count, context);
  const chunks: X[] = [];
  const draws = rng.fork(rng.integer(2 ** 31));
  try {
    for (let done = 0; done < count; ) {
      await breathe();
      signal?.throwIfAborted();
      const rows = Math.min(chunk, count - done);
      const given = contexts && rowsOf(contexts, done, rows);
      try {
        chunks.push(await sampler.sample(rows, { ...options, rng: draws.fork(chunks.length), context: given }));
      } finally {
        given?.dispose();
      }
      done += rows;
      onProgress?.({ done, count });
    }
    return tf.concat(chunks as tf.Tensor[]) as X;
  } finally {
    for (const rows of chunks) rows.dispose();
    contexts?.dispose();
  }
}

const rowsOf = (x: tf.Tensor, from: number, rows: number): tf.Tensor =>
  x.slice([from, ...x.shape.slice(1).map(() => 0)], [rows, ...x.shape.slice(1)]);
