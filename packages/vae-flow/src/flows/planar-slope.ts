import * as tf from '@tensorflow/tfjs';

/**
 * The determinant 1 + ûᵀψ(z) of a planar step (Rezende and Mohamed 2015, equation 12): with c = wᵀû and s = 1 + c, the slope
 * where tanh is steepest, and h = tanh(wᵀz + b),
 *
 *     1 + ûᵀψ(z) = 1 + c (1 - h²) = h² + s (1 - h²)
 *
 * as a sum of what is never negative, so that nothing cancels where c is close to -1. A Sylvester step has M such factors.
 */
export const planarSlope = (h: tf.Tensor, s: tf.Tensor): tf.Tensor =>
  tf.tidy(() => {
    const square = h.square();
    return tf.sub(1, square).mul(s).add(square);
  });
