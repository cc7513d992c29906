import * as tf from '@tensorflow/tfjs';
import { contextOf, type SampleOptions } from '../density-model.ts';
import { requireCount } from '../shape.ts';
import { turns } from '../turns.ts';
import { drawStepByStep } from './draw-in-stages.ts';
import type { Staged } from './sample-stage.ts';

/** What draws samples: a density model, or its compiled sampler. */
export type Sampler<X extends tf.Tensor> = Partial<Staged> & {
  sample(count: number, options: SampleOptions): X | Promise<X>;
};

/**
 * - `chunk`: how many rows are drawn at once; 64 where absent.
 * - `onProgress`: hears how many rows are done after each chunk, and of a model that draws in steps after each step, which
 *   counts as a part of its rows.
 * - `signal`: ends the sampling between two chunks, or two steps.
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
  options: ChunkOptions,
): Promise<X> {
  requireCount('sampleInChunks', 'count', count);
  return drawInChunks('sampleInChunks', sampler, count, options);
}

/** The same, of rows of which some elements may be `known`, `[count, ...eventShape]`: those that are not NaN. */
export async function drawInChunks<X extends tf.Tensor>(
  who: string,
  sampler: Sampler<X>,
  count: number,
  { rng, context, chunk = 64, onProgress, signal, known, ...options }: ChunkOptions & { known?: X },
): Promise<X> {
  requireCount(who, 'chunk', chunk);
  const breathe = turns();
  const contexts = context && contextOf(who, count, context);
  const chunks: X[] = [];
  const draws = rng.fork(rng.integer(2 ** 31));
  try {
    for (let done = 0; done < count; ) {
      const rows = Math.min(chunk, count - done);
      const between = async (part: number) => {
        await breathe();
        signal?.throwIfAborted();
        if (part > 0 && part < 1) onProgress?.({ done: done + part * rows, count });
      };
      await between(0);
      const given = { context: contexts && rowsOf(contexts, done, rows), known: known && rowsOf(known, done, rows) };
      try {
        chunks.push(
          await drawChunk(who, sampler, rows, { ...options, ...given, rng: draws.fork(chunks.length) }, between),
        );
      } finally {
        tf.dispose(given);
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

function drawChunk<X extends tf.Tensor>(
  who: string,
  sampler: Sampler<X>,
  rows: number,
  options: SampleOptions & { known?: tf.Tensor },
  between: (part: number) => Promise<void>,
): X | Promise<X> {
  return sampler.stages ? drawStepByStep(who, sampler.stages, rows, options, between) : sampler.sample(rows, options);
}

const rowsOf = (x: tf.Tensor, from: number, rows: number): tf.Tensor =>
  x.slice([from, ...x.shape.slice(1).map(() => 0)], [rows, ...x.shape.slice(1)]);
