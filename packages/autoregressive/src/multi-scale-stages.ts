import type { Cache, Drawn, SampleStage } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import { type Factors, placeApart, subsample } from './subsample.ts';

type StagesOptions = {
  readonly small: SampleStage;
  readonly large: SampleStage;
  readonly factors: Factors;
  /** How many places of the large image a step draws. */
  readonly stride: number;
  /** What the large image is conditioned on, `[batch, H, W, channels]`. */
  contextOf(small: tf.Tensor4D, context: tf.Tensor | undefined): tf.Tensor4D;
};

/**
 * The cache of the large network, and for its steps, the next one first, what they read of what the small image says,
 * `[batch, steps, ...]`, and the elements that it gives them, NaN where it gives none.
 */
type LargeCache = { own: Cache; contexts: tf.Tensor; given: tf.Tensor3D };

/**
 * The drawing of a small image, and then of the large one, whose every so many-th place the small one gives. Of what is
 * known of an event each takes what is its own: the small image is drawn before the large one's other places are seen,
 * and such draws have to be weighed.
 */
export function multiScaleStages({ small, large, ...options }: StagesOptions): [SampleStage, SampleStage] {
  const { factors } = options;
  const { steps } = large;
  return [
    {
      ...small,
      knownOf: (event, index) => tf.tidy(() => small.knownOf(subsample(event as tf.Tensor4D, factors), index)),
    },
    {
      steps,
      begin: (rows, { context, before }) =>
        tf.tidy(() => {
          const [image, all] = [before as tf.Tensor4D, [...Array(steps).keys()]];
          const says = options.contextOf(image, context);
          return {
            own: large.begin(rows, {}) as Cache,
            contexts: tf.concat(
              all.map((index) => large.contextOf?.(says, index) as tf.Tensor),
              1,
            ),
            given: givenBy(image, steps, options),
          };
        }),
      step: (cache, { rng, temperature, known }) =>
        tf.tidy(() => {
          const { own, contexts, given } = cache as LargeCache;
          const context = nextOf(contexts);
          const bySmall = nextOf(given).squeeze<tf.Tensor2D>([1]);
          const both = known ? tf.where(known.equal(known), known, bySmall) : bySmall;
          const { drawn, cache: next } = large.step(own, { rng, temperature, context, known: both }) as Drawn;
          return { drawn, cache: { own: next, contexts: turned(contexts), given: turned(given) } };
        }),
      knownOf: (event, index) => large.knownOf(event, index),
      join: (drawn) => large.join(drawn),
    },
  ];
}

/** Of each step the elements that the small image gives it, `[batch, steps, stride · C]`, NaN elsewhere. */
function givenBy(small: tf.Tensor4D, steps: number, { factors, stride }: Pick<StagesOptions, 'factors' | 'stride'>) {
  const [batch, , , channels] = small.shape;
  const ofSteps = (image: tf.Tensor4D): tf.Tensor3D => {
    const flat = placeApart(image, factors).reshape<tf.Tensor3D>([image.shape[0], -1, channels]);
    const beyond: [number, number] = [0, steps * stride - flat.shape[1]];
    const whole = beyond[1] === 0 ? flat : flat.pad([[0, 0], beyond, [0, 0]]);
    return whole.reshape([image.shape[0], steps, stride * channels]);
  };
  const [values, isGiven] = [ofSteps(small), ofSteps(tf.onesLike(small))];
  // Never a pad with NaN: wasm keeps its pads by their number, and NaN is found for every other.
  return tf.where(isGiven.equal(1), values, tf.fill([batch, steps, stride * channels], Number.NaN)) as tf.Tensor3D;
}

/** The next step's part of `[batch, steps, ...]`. */
const nextOf = <T extends tf.Tensor>(all: T): T => {
  const [, , ...rest] = all.shape;
  return all.slice([0, 0, ...rest.map(() => 0)], [-1, 1, ...rest]) as T;
};

/** The same with the next step's part last, so that every step's cache has one shape. */
const turned = (all: tf.Tensor): tf.Tensor => {
  const [, steps, ...rest] = all.shape as [number, number, ...number[]];
  if (steps === 1) return all.clone();
  return tf.concat([all.slice([0, 1, ...rest.map(() => 0)]), nextOf(all)], 1);
};
