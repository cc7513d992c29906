import { drawAtOnce, rng, type SampleStage } from '@flows/core';
import { expectClose, expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { multiScaleStages } from './multi-scale-stages.ts';

/** Draws rows of the places of an image, each as its context says, or -1 without. */
const rowsOf = (height: number, width: number): SampleStage => {
  const row = (image: tf.Tensor, r: number) => (image as tf.Tensor4D).slice([0, r, 0, 0], [-1, 1, -1, -1]);
  return {
    steps: height,
    begin: (rows) => tf.zeros([rows, width]),
    step: (cache, { context, known }) =>
      tf.tidy(() => {
        const said = (context?.reshape([-1, width]) ?? tf.sub(cache as tf.Tensor2D, 1)) as tf.Tensor2D;
        return {
          drawn: known ? tf.where(known.equal(known), known, said) : said,
          cache: tf.clone(cache as tf.Tensor2D),
        };
      }),
    contextOf: (context, r) => row(context, r),
    knownOf: (event, r) => tf.tidy(() => row(event, r).reshape([-1, width])),
    join: (drawn) => tf.tidy(() => tf.stack([...drawn], 1).expandDims(3)),
  };
};

/** What a small image says of a large one of 4x4: of each place its number, from 0 to 15. */
const stages = multiScaleStages({
  small: rowsOf(2, 2),
  large: rowsOf(4, 4),
  factors: [2, 2],
  stride: 4,
  contextOf: (small) =>
    tf.tidy(
      () =>
        tf
          .range(0, 16)
          .reshape([1, 4, 4, 1])
          .add(tf.zeros([small.shape[0], 1, 1, 1])) as tf.Tensor4D,
    ),
});
const image = (...values: number[]) => tf.tensor4d(values, [1, 4, 4, 1]);

test('places of the small image stand in the large one, the others are drawn by what is said of their own step', () => {
  const draw = () => drawAtOnce<tf.Tensor4D>('test', stages, 1, { rng: rng(0) });
  expectClose(draw(), image(-1, 1, -1, 3, 4, 5, 6, 7, -1, 9, -1, 11, 12, 13, 14, 15), { tolerance: 0 });
  expectNoLeak(() => draw().dispose());
});

test('what is known stands in both images, each of which takes its own', () => {
  const no = Number.NaN;
  const known = image(20, no, no, no, no, 21, no, no, 22, no, no, no, no, no, no, 23);
  const drawn = drawAtOnce<tf.Tensor4D>('test', stages, 1, { rng: rng(0), known });
  expectClose(drawn, image(20, 1, -1, 3, 4, 21, 6, 7, 22, 9, -1, 11, 12, 13, 14, 23), { tolerance: 0 });
});

test('of an event the small image knows the places that it keeps, the large one all', () => {
  const [small, large] = stages;
  const event = image(...Array(16).keys());
  expect([0, 1].map((step) => [...small.knownOf(event, step).dataSync()])).toEqual([
    [0, 2],
    [8, 10],
  ]);
  expect([...large.knownOf(event, 2).dataSync()]).toEqual([8, 9, 10, 11]);
});
