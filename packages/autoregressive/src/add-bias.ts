import * as tf from '@tensorflow/tfjs';

/**
 * Images `[batch, height, width, channels]` plus a number for each channel. The gradient of that number is summed along
 * the places of each channel first: a compiled graph has channels first, and need not turn the image for it.
 */
export function addBias(x: tf.Tensor4D, bias: tf.Tensor): tf.Tensor4D {
  const op = tf.customGrad((x, bias) => ({
    value: (x as tf.Tensor).add(bias as tf.Tensor),
    gradFunc: (dy) => [(dy as tf.Tensor).clone(), (dy as tf.Tensor).transpose([0, 3, 1, 2]).sum([2, 3]).sum(0)],
  }));
  return op(x, bias) as tf.Tensor4D;
}
