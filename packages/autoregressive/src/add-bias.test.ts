import { rng } from '@flows/core';
import { expectClose } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { test } from 'vitest';
import { addBias } from './add-bias.ts';

test('it adds a number to each channel, and has the gradients of that', () => {
  const x = rng('x').normal<tf.Rank.R4>([2, 3, 4, 5]);
  const [bias, weights] = [rng('bias').normal<tf.Rank.R1>([5]), rng('weights').normal([2, 3, 4, 5])];
  expectClose(addBias(x, bias), x.add(bias));
  const gradients = (op: typeof addBias) =>
    tf.grads((x, bias) =>
      op(x as tf.Tensor4D, bias)
        .mul(weights)
        .sum(),
    )([x, bias]);
  const expected = gradients((x, bias) => x.add(bias) as tf.Tensor4D);
  for (const [i, gradient] of gradients(addBias).entries())
    expectClose(gradient, expected[i] as tf.Tensor, { tolerance: 1e-6 });
});
