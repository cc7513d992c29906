import { convolution, rng, variablesOf } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { conditionalConvolution } from './conditional-convolution.ts';

const sizes = { inputs: 2, outputs: 3, size: 3 };
const x = rng(1).normal<tf.Rank.R4>([2, 4, 4, 2]);

/** Core's convolution with the weights of the layer in it. */
function plain(layer: ReturnType<typeof conditionalConvolution>) {
  const own = convolution({ ...sizes, rng: rng('others') });
  const given = variablesOf(layer);
  for (const [path, variable] of variablesOf(own)) variable.assign(given.get(`layer.${path}`) as tf.Tensor);
  return own;
}

test('without a context it is a convolution', () => {
  const layer = conditionalConvolution({ ...sizes, rng: rng(0) });
  expectClose(layer.apply(x), plain(layer).apply(x), { tolerance: 0 });
  expect(Object.keys(layer.parts)).toEqual(['layer']);
});

test('with one it is a convolution, and an affine map of the context at every place', () => {
  const layer = conditionalConvolution({ ...sizes, context: 2, rng: rng(0) });
  const c = tf.tensor2d([
    [1, -2],
    [0.5, 3],
  ]);
  const [D, d] = ['map.kernel', 'map.bias'].map((path) => variablesOf(layer).get(path)) as [tf.Variable, tf.Variable];
  const added = c.matMul(D.reshape([2, 3]) as tf.Tensor2D).add(d);
  const expected = plain(layer)
    .apply(x)
    .add(added.reshape([2, 1, 1, 3]));
  expectClose(layer.apply(x, c), expected, { tolerance: 1e-5 });
});
