import { expectNoLeak } from '@flows/testing';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { CompileError } from './compile-error.ts';
import { GradientTape } from './gradient-tape.ts';
import { type Placeholders, record } from './recording.ts';

test('what a throw within the backward pass left on the tape is freed, and gradients go on as ever', () => {
  const x = tf.tensor1d([1, 2]);
  const broken = tf.customGrad((x) => ({
    value: (x as tf.Tensor).exp(),
    gradFunc: () => {
      throw new Error('own');
    },
  }));
  expectNoLeak(() => {
    const tape = new GradientTape();
    expect(() => tf.tidy(() => tf.grad((x: tf.Tensor) => broken(x.square()).sum())(x))).toThrow('own');
    tape.cut();
  });
  expectNoLeak(() =>
    tf
      .grad((x: tf.Tensor) => x.square().sum())(x)
      .dispose(),
  );
});

describe('a recording within a gradient of the caller leaves its tape as it was', () => {
  test.each<[string, (placeholders: Placeholders) => tf.Tensor[]]>([
    ['a gradient', ({ tensor }) => tf.grads((y: tf.Tensor) => y.exp().sum())([tensor<tf.Tensor>([2], 'float32')])],
    ['a throw', ({ tensor }) => [tf.scalar(tensor<tf.Tensor>([], 'float32').dataSync()[0] as number)]],
  ])('after %s', (_, fn) => {
    const gradient = tf.grad((x: tf.Tensor) => {
      const y = tf.tidy(() => x.add(1).square());
      try {
        record(fn);
      } catch (error) {
        expect(error).toBeInstanceOf(CompileError);
      }
      return y.sum();
    });
    expectNoLeak(() => {
      const numbers = tf.tidy(() => gradient(tf.tensor1d([1, 2])).arraySync());
      expect(numbers).toEqual([4, 6]);
    });
  });
});
