import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { convolve } from './convolve.ts';

type Numbers = Float32Array | Int32Array | Uint8Array;

/** The convolution by its definition, and its gradients where the result's weights are `weights`. */
function byDefinition(x: tf.Tensor4D, filter: tf.Tensor4D, weights: Numbers) {
  const [batch, height, width, into] = x.shape;
  const [rows, columns, , out] = filter.shape;
  const [X, W] = [x.dataSync(), filter.dataSync()];
  const [value, dX, dW] = [new Array(batch * height * width * out).fill(0), X.map(() => 0), W.map(() => 0)];
  const [above, left] = [Math.floor((rows - 1) / 2), Math.floor((columns - 1) / 2)];
  for (const o of value.keys()) {
    const [place, channel] = [Math.floor(o / out), o % out];
    const [n, i, j] = [Math.floor(place / (height * width)), Math.floor(place / width) % height, place % width];
    for (const w of W.keys()) {
      if (w % out !== channel) continue;
      const [element, c] = [Math.floor(w / (into * out)), Math.floor(w / out) % into];
      const [r, s] = [i + Math.floor(element / columns) - above, j + (element % columns) - left];
      if (r < 0 || r >= height || s < 0 || s >= width) continue;
      const at = ((n * height + r) * width + s) * into + c;
      value[o] += (W[w] as number) * (X[at] as number);
      dX[at] = (dX[at] as number) + (W[w] as number) * (weights[o] as number);
      dW[w] = (dW[w] as number) + (X[at] as number) * (weights[o] as number);
    }
  }
  return [value, [...dX], [...dW]];
}

describe.each([1, 2, 3, 5])('a filter of %i rows', (rows) => {
  test.each([1, 2, 3])('and %i columns is the sum of its definition, and so are its gradients', (columns) => {
    const x = rng('x').normal<tf.Rank.R4>([2, 4, 5, 3]);
    const filter = rng('filter').normal<tf.Rank.R4>([rows, columns, 3, 2]);
    const weights = rng('weights').normal<tf.Rank.R4>([2, 4, 5, 2]);
    const value = convolve(x, filter);
    const [dX, dW] = tf.grads((x, filter) =>
      convolve(x as tf.Tensor4D, filter as tf.Tensor4D)
        .mul(weights)
        .sum(),
    )([x, filter]) as [tf.Tensor, tf.Tensor];
    const expected = byDefinition(x, filter, weights.dataSync());
    for (const [i, got] of [value, dX, dW].entries()) {
      expect([...got.dataSync()]).toEqual(expected[i]?.map((number) => expect.closeTo(number, 3)));
    }
  });
});
