import { type ConvolutionLayer, convolution, type Rng, type Trainable, trainable } from '@flows/core';
import * as tf from '@tensorflow/tfjs';
import type { Factors } from './subsample.ts';

/** A map of small images to large ones. */
export interface Upsampling extends Trainable {
  apply(x: tf.Tensor4D): tf.Tensor4D;
}

type UpsamplingOptions = { inputs: number; hidden: number; outputs: number; factors: Factors; rng: Rng };

/**
 * From `[batch, h, w, inputs]` to `[batch, h · rows, w · columns, outputs]` for factors of rows and columns: a convolution
 * of 3x3 places with a rectifier, and a transposed one whose steps are as long as its filter, which each place gives a
 * block of its own.
 */
export function upsampling({ inputs, hidden, outputs, factors, rng }: UpsamplingOptions): Upsampling {
  const [rows, columns] = factors;
  const layer = (name: string, options: { inputs: number; outputs: number; size: number }): ConvolutionLayer =>
    convolution({ ...options, rng: rng.fork(name) });
  const read = layer('read', { inputs, outputs: hidden, size: 3 });
  const blocks = layer('blocks', { inputs: hidden, outputs: rows * columns * outputs, size: 1 });
  return {
    ...trainable({ kind: 'upsampling', inputs, hidden, outputs, factors: [...factors] }, { read, blocks }),
    apply: (x) =>
      tf.tidy(() => {
        const [batch, height, width] = x.shape;
        const each = blocks.apply(read.apply(x).relu()).reshape([batch, height, width, rows, columns, outputs]);
        const placed = each.transpose([0, 1, 3, 2, 4, 5]);
        return placed.reshape<tf.Tensor4D>([batch, height * rows, width * columns, outputs]);
      }),
  };
}
