import type { NumericArray } from '@flows/core';
import * as tf from '@tensorflow/tfjs';

/** An array as a tensor of its shape, which the caller owns. */
export const toTensor = ({ data, shape }: NumericArray): tf.Tensor => tf.tensor(data, [...shape], 'float32');
