import type * as tf from '@tensorflow/tfjs';

/** The least length: a vector of zeros has a length and a gradient, which is 0, and no NaN. */
const LEAST_LENGTH = 1e-15;

/** ‖x‖ along the last axis, `[..., D]` to `[..., 1]`, at least 10⁻¹⁵. */
export const rowNorm = (x: tf.Tensor): tf.Tensor =>
  x
    .square()
    .sum(-1, true)
    .maximum(LEAST_LENGTH ** 2)
    .sqrt();
