import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { nestedGradients } from './nested-gradients.ts';

/** f(x), with a gradient that is taken within its gradient function. */
const nested = (f: (x: tf.Tensor) => tf.Tensor) =>
  tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    return {
      value: f(x as tf.Tensor),
      gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) => {
        const input = x as tf.Tensor;
        const [gradient] = nestedGradients(() => f(input), [input], dy);
        return gradient ?? tf.zerosLike(input);
      },
    };
  });

test('a gradient within a gradient is that of the chain rule, and both are cleaned up', () => {
  const before = tf.memory().numTensors;
  const slope = tf.tidy(() => {
    const cube = nested((x) => x.square().mul(x));
    return tf
      .grad((x) => cube(x.exp()).sum())(tf.scalar(0))
      .dataSync()[0];
  });
  expect(slope).toBeCloseTo(3, 5);
  expect(tf.memory().numTensors).toBe(before);
});

test('where nothing depends on x there is no gradient', () => {
  const constant = nested(() => tf.scalar(2));
  expect(
    tf
      .grad((x) => constant(x))(tf.scalar(1))
      .dataSync()[0],
  ).toBe(0);
});

test('a throw within frees what the inner gradient saved, and leaves tfjs to take further ones', () => {
  const left = (kept: number) => {
    let calls = 0;
    const throwing = nested((x) => {
      if (++calls === 1) return x.clone();
      for (let i = 0; i < kept; i++) x.exp();
      throw new Error('no more');
    });
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => tf.grad((x) => throwing(x))(tf.scalar(1)))).toThrow('no more');
    return tf.memory().numTensors - before;
  };
  expect(left(10)).toBe(left(0));
  expect(
    tf
      .grad((x) => x.square())(tf.scalar(3))
      .dataSync()[0],
  ).toBe(6);
});
