import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { CompileError } from '../compile-error.ts';
import { record } from '../recording.ts';
import { filterWindow2D } from './window.ts';

test('a window reads behind the image, or leaves elements of it', () => {
  const window = (image: number, pad: 'same' | 'valid') =>
    filterWindow2D([1, image, image, 1], [3, 3, 1, 1], { strides: 2, pad });
  expect(window(5, 'same')).toMatchObject({ places: [3, 3], before: [1, 1], after: [1, 1], spare: [0, 0] });
  expect(window(6, 'same')).toMatchObject({ places: [3, 3], before: [0, 0], after: [1, 1], spare: [0, 0] });
  expect(window(6, 'valid')).toMatchObject({ places: [2, 2], before: [0, 0], after: [0, 0], spare: [1, 1] });
});

test('a convolution that tfjs ends before the image does is refused, with a cure', () => {
  const recording = () =>
    record(({ tensor }) => [
      tf.conv2d(tensor<tf.Tensor4D>([1, 4, 9, 1], 'float32'), tf.ones([1, 1, 1, 1]), [2, 1], 1, 'NHWC', 1, 'floor'),
    ]);
  expect(recording).toThrow(CompileError);
  expect(recording).toThrow('give the padding of each side');
});
