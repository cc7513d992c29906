import type * as tf from '@tensorflow/tfjs';

/** What stands for one place, `[batch, 1, 1, size]`, as a vector a row, `[batch, size]`. */
export const placeVector = (e: tf.Tensor4D): tf.Tensor2D => e.reshape([e.shape[0], e.shape[3]]);
