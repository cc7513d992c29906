import type * as tf from '@tensorflow/tfjs';
import type { Rng } from '../rng.ts';

/** What is remembered from one step of sampling to the next: tensors, in arrays and plain objects. */
export type Cache = tf.Tensor | Cache[] | { [name: string]: Cache };

/**
 * What a step draws from: a generator, the temperature, its part of the context, and its part of what is known already,
 * in which NaN stands for what is to be drawn.
 */
export type StepOptions = { rng: Rng; temperature: number; context?: tf.Tensor; known?: tf.Tensor };

/** What one step has drawn, and the cache for the next. */
export type Drawn = { drawn: tf.Tensor; cache: Cache };

/** What a stage begins with: the context of the rows, and what the stage before has drawn. */
export type StageGiven = { context?: tf.Tensor; before?: tf.Tensor };

/** A value, or one that is still being computed, as compiled functions give it. */
export type Soon<T> = T | Promise<T>;

/**
 * A sample, or a part of one that comes before the others, that is drawn in steps which are all alike: a row of an image, a
 * stretch of a sound. What a step needs of those before it lies in the cache, so that no step costs more than another.
 *
 * Inputs are borrowed, results are the caller's, and a cache is not written into.
 */
export interface SampleStage {
  readonly steps: number;
  /** The cache before the first step of `rows` rows. */
  begin(rows: number, given: StageGiven): Soon<Cache>;
  /** Draws what comes next, given all before it. */
  step(cache: Cache, options: StepOptions): Soon<Drawn>;
  /** What step `index` reads of the context; all of it where absent. */
  contextOf?(context: tf.Tensor, index: number): tf.Tensor;
  /** What of an event `[rows, ...]` step `index` would draw. */
  knownOf(event: tf.Tensor, index: number): tf.Tensor;
  /** What all steps have drawn as one: an event of the model where the stage is its last. */
  join(drawn: readonly tf.Tensor[]): tf.Tensor;
}

/** A model that draws its samples in stages, one after another. */
export type Staged = {
  readonly stages: readonly SampleStage[];
  /** How many elements, one beside the other, are drawn together; 1 where absent. */
  readonly together?: number;
};
