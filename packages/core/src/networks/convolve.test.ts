import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { rng } from '../rng.ts';
import { type ConvolveOptions, convolve } from './convolve.ts';

type Numbers = Float32Array | Int32Array | Uint8Array;

const places = ([rows, columns]: readonly number[], { zeros, dilation = [1, 1] }: ConvolveOptions) => {
  const extents = [((rows as number) - 1) * dilation[0], ((columns as number) - 1) * dilation[1]] as const;
  const around = zeros ?? extents.map((extent) => [Math.floor(extent / 2), Math.ceil(extent / 2)] as const);
  const of = (i: 0 | 1, size: number) => {
    const [before, after] = around[i] as readonly [number, number];
    return { before, count: size + before + after - extents[i], step: dilation[i] };
  };
  return { down: of(0, 4), right: of(1, 5) };
};

/** The convolution by its definition, and its gradients where the result's weights are `weights`. */
function byDefinition(x: tf.Tensor4D, filter: tf.Tensor4D, weights: Numbers, options: ConvolveOptions) {
  const [batch, height, width, into] = x.shape;
  const [, columns, , out] = filter.shape;
  const { down, right } = places(filter.shape, options);
  const [X, W] = [x.dataSync(), filter.dataSync()];
  const value = new Array(batch * down.count * right.count * out).fill(0);
  const [dX, dW] = [X.map(() => 0), W.map(() => 0)];
  for (const o of value.keys()) {
    const [place, channel] = [Math.floor(o / out), o % out];
    const n = Math.floor(place / (down.count * right.count));
    const [i, j] = [Math.floor(place / right.count) % down.count, place % right.count];
    for (const w of W.keys()) {
      if (w % out !== channel) continue;
      const [element, c] = [Math.floor(w / (into * out)), Math.floor(w / out) % into];
      const r = i + Math.floor(element / columns) * down.step - down.before;
      const s = j + (element % columns) * right.step - right.before;
      if (r < 0 || r >= height || s < 0 || s >= width) continue;
      const at = ((n * height + r) * width + s) * into + c;
      value[o] += (W[w] as number) * (X[at] as number);
      dX[at] = (dX[at] as number) + (W[w] as number) * (weights[o] as number);
      dW[w] = (dW[w] as number) + (X[at] as number) * (weights[o] as number);
    }
  }
  return [value, [...dX], [...dW]];
}

function expectDefinition([rows, columns]: readonly [number, number], options: ConvolveOptions) {
  const x = rng('x').normal<tf.Rank.R4>([2, 4, 5, 3]);
  const filter = rng('filter').normal<tf.Rank.R4>([rows, columns, 3, 2]);
  const { down, right } = places(filter.shape, options);
  const weights = rng('weights').normal<tf.Rank.R4>([2, down.count, right.count, 2]);
  const value = convolve(x, filter, options);
  expect(value.shape).toEqual(weights.shape);
  const [dX, dW] = tf.grads((x, filter) =>
    convolve(x as tf.Tensor4D, filter as tf.Tensor4D, options)
      .mul(weights)
      .sum(),
  )([x, filter]) as [tf.Tensor, tf.Tensor];
  const expected = byDefinition(x, filter, weights.dataSync(), options);
  for (const [i, got] of [value, dX, dW].entries()) {
    expect([...got.dataSync()]).toEqual(expected[i]?.map((number) => expect.closeTo(number, 3)));
  }
}

describe.each([1, 2, 3, 5])('a filter of %i rows', (rows) => {
  test.each([1, 2, 3])('and %i columns is the sum of its definition, and so are its gradients', (columns) => {
    expectDefinition([rows, columns], {});
  });
});

test.each<[string, readonly [number, number], ConvolveOptions]>([
  [
    'zeros above and on the left',
    [2, 3],
    {
      zeros: [
        [1, 0],
        [2, 0],
      ],
    },
  ],
  ['a dilation', [2, 3], { dilation: [2, 1] }],
  [
    'a dilation, and zeros on the left',
    [1, 2],
    {
      zeros: [
        [0, 0],
        [3, 0],
      ],
      dilation: [1, 3],
    },
  ],
  [
    'fewer places than the image',
    [3, 2],
    {
      zeros: [
        [0, 0],
        [0, 0],
      ],
    },
  ],
  [
    'a dilation beyond the image',
    [1, 2],
    {
      zeros: [
        [0, 0],
        [8, 0],
      ],
      dilation: [1, 8],
    },
  ],
])('with %s too', (_, size, options) => expectDefinition(size, options));
