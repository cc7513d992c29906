import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { fromNetwork, placesContext, toNetwork } from './network-layout.ts';

/** Two rows of `size` numbers each, all different. */
const rows = (size: number) => tf.range(0, 2 * size).reshape<tf.Tensor2D>([2, size]);

describe.each([
  [[2, 3, 1], 1],
  [[2, 3, 1], 2],
  [[2, 3, 2], 1],
  [[2, 3, 2], 3],
  [[1, 1, 1], 3],
] as const)('images of shape %j with %i numbers an element', (shape, inputs) => {
  const [height, width, channels] = shape;
  const dims = height * width * channels;

  test('number n of element i lies at its place, channel by channel', () => {
    const e = rows(inputs * dims);
    const image = toNetwork(e, { shape, inputs, parameters: 1, groups: 1 });
    expect(image.shape).toEqual([2, height, width, inputs * channels]);
    const [flat, at] = [e.arraySync(), image.arraySync()];
    for (let i = 0; i < dims; i++) {
      const [place, channel] = [Math.floor(i / channels), i % channels];
      const own = at[1]?.[Math.floor(place / width)]?.[place % width];
      for (let n = 0; n < inputs; n++) expect(own?.[channel * inputs + n]).toBe(flat[1]?.[n * dims + i]);
    }
  });

  test('outputs of groups come back number by number, each of all elements', () => {
    const [groups, parameters] = [channels, inputs];
    const flat = rows(parameters * dims);
    const theta = toNetwork(flat, { shape, inputs, parameters, groups });
    expect(fromNetwork(theta, { shape, inputs, parameters, groups }).arraySync()).toEqual(flat.arraySync());
  });
});

test('a context of samples is an image of one row, and any other as it is', () => {
  expect(placesContext(tf.zeros([2, 5, 3]))?.shape).toEqual([2, 1, 5, 3]);
  const vector = tf.zeros([2, 3]);
  expect(placesContext(vector)).toBe(vector);
  expect(placesContext(undefined)).toBeUndefined();
});
