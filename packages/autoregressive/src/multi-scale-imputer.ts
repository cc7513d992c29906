import type { Imputer, SampleStage } from '@flows/core';
import type * as tf from '@tensorflow/tfjs';
import { autoregressiveImputer } from './autoregressive-imputer.ts';
import type { AutoregressiveParts } from './autoregressive-model.ts';
import type { Factors } from './subsample.ts';

type Subject = {
  readonly stages: readonly SampleStage[];
  readonly eventShape: readonly number[];
  readonly factors: Factors;
  readonly together: number;
  readonly parts: AutoregressiveParts;
  logProbEach(x: tf.Tensor4D, given?: { context?: tf.Tensor }): tf.Tensor2D;
};

/**
 * Completes images of two scales as `autoregressiveImputer` does, in their own order: first the elements of the small image,
 * then the others. One particle is exact where all that is missing comes last in that order, as where the small image is
 * given and the rest is not.
 */
export function multiScaleImputer({ eventShape, factors, ...subject }: Subject): Imputer<tf.Tensor4D> {
  const imputer = autoregressiveImputer<tf.Tensor4D>(subject);
  const [height, width, channels] = eventShape as [number, number, number];
  const elements = [...Array(height * width * channels).keys()];
  const isSmall = (element: number) => {
    const place = Math.floor(element / channels);
    return Math.floor(place / width) % factors[0] === 0 && (place % width) % factors[1] === 0;
  };
  const order = [...elements.filter(isSmall), ...elements.filter((element) => !isSmall(element))];
  return { ...imputer, method: (missing) => imputer.method(order.map((element) => missing[element] === true)) };
}
