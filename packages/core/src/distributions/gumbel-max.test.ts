import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { gumbelMax } from './gumbel-max.ts';

const weights = [0.2, 0.5, 0.3];
/** [4000, 3, 2]: logits of the weights, and of the weights in reverse. */
const logits = () =>
  tf
    .tensor2d(weights.map((weight, k) => [Math.log(weight) + 7, Math.log(weights[2 - k] as number)]))
    .expandDims(0)
    .tile([4000, 1, 1]);

test.each([1, 0.5])(
  'at temperature %d, k is drawn with probability π_k^(1/T) / Σ π_j^(1/T), each column by its own',
  (T) => {
    const total = weights.reduce((sum, weight) => sum + weight ** (1 / T), 0);
    const drawn = gumbelMax(logits(), { rng: rng(1), temperature: T });
    weights.forEach((weight, k) => {
      const shares = [k, 2 - k].map(
        (level, column) => drawn.slice([0, column], [-1, 1]).equal(level).mean().dataSync()[0] as number,
      );
      // Four standard deviations of the share of 4000 draws.
      for (const share of shares) expect(Math.abs(share - weight ** (1 / T) / total)).toBeLessThan(0.032);
    });
  },
);

test('at temperature 0 it is the mode, whatever was drawn', () => {
  for (const seed of [1, 2]) {
    const drawn = gumbelMax(logits().slice([0], [2]), { rng: rng(seed), temperature: 0 });
    expectClose(
      drawn,
      tf.tensor2d(
        [
          [1, 1],
          [1, 1],
        ],
        [2, 2],
        'int32',
      ),
      { tolerance: 0 },
    );
  }
});
