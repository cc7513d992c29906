import type * as tf from '@tensorflow/tfjs';
import type { Given } from '../bijector.ts';
import { ConfigError, DataError, DomainError } from '../errors.ts';
import { requireEvent, type Shape } from '../shape.ts';
import { type ChunkOptions, drawInChunks, type Sampler } from './sample-in-chunks.ts';
import type { Soon } from './sample-stage.ts';

/** What goes on from a beginning: a model that draws in steps, or its compiled form. */
export type Completer<X extends tf.Tensor> = Sampler<X> & {
  readonly eventShape: Shape;
  readonly readsBeginnings?: boolean;
  logProb(x: X, given?: Given): Soon<tf.Tensor1D>;
};

/**
 * Goes on from beginnings, x_{>i} ~ p(x_{>i} | x_{≤i}): the rest of an image whose top is given, or of a sound. Of each
 * row the elements that are to be drawn are NaN, and come after all others; what is given comes back as it is.
 *
 * `impute` completes rows whose gaps lie anywhere, where a model can.
 *
 * @param beginnings `[count, ...eventShape]`.
 * @throws ShapeError where they, or the context, have another shape.
 * @throws DataError where an element that is given comes after one that is not, or belongs to a pixel of which another is
 * not given and whose elements the model draws together.
 * @throws DomainError where the model gives what is given no probability: are they levels, in the model's units?
 * @throws ConfigError where the model does not draw in steps in the order of its elements, or chunk is none.
 * @throws the signal's reason where it is aborted; what was drawn is freed.
 */
export async function complete<X extends tf.Tensor>(
  model: Completer<X>,
  beginnings: X,
  options: ChunkOptions,
): Promise<X> {
  if (model.stages === undefined || !model.readsBeginnings) {
    throw new ConfigError(
      'complete: expected a model that draws its elements in order; impute completes rows by others',
    );
  }
  requireEvent('complete', 'beginnings', beginnings, model.eventShape);
  const count = beginnings.shape[0] as number;
  requireBeginnings(await beginnings.data(), count, model.together ?? 1);
  await requirePossible(model, beginnings, options);
  return drawInChunks('complete', model, count, { ...options, known: beginnings });
}

/** @throws DataError naming the first element that is given where one before it is not. */
function requireBeginnings(values: ArrayLike<number>, count: number, together: number): void {
  if (count === 0) throw new DataError('complete: expected at least one row, got none');
  const width = values.length / count;
  for (let row = 0; row < count; row++) {
    const at = (i: number) => values[row * width + i] as number;
    let given = 0;
    while (given < width && !Number.isNaN(at(given))) given += 1;
    for (let i = given; i < width; i++) {
      if (Number.isNaN(at(i))) continue;
      throw new DataError(
        `complete: expected what is to be drawn, NaN, to come last in each row, got ${at(i)} at element ${i} of row ${row} after NaN at ${given}`,
      );
    }
    if (given % together !== 0) {
      throw new DataError(
        `complete: expected whole groups of ${together} elements, which the model draws together, got ${given} elements in row ${row}`,
      );
    }
  }
}

/** @throws DomainError naming the first row whose beginning has the probability 0, or none. */
async function requirePossible<X extends tf.Tensor>(
  model: Completer<X>,
  beginnings: X,
  { context }: ChunkOptions,
): Promise<void> {
  const logProb = await model.logProb(beginnings, { context });
  const values = await logProb.data();
  logProb.dispose();
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row < 0) return;
  throw new DomainError(
    `complete: expected beginnings to which the model gives a probability, got none in row ${row}; are they in other units than the model's data?`,
  );
}
