import * as tf from '@tensorflow/tfjs';
import { bracketedRoot } from './bracketed-root.ts';

/**
 * What a planar step does along w: with c = wᵀû and s = 1 + c, the slope where tanh is steepest, and h = tanh(wᵀz + b),
 *
 *     1 + c (1 - h²) = h² + s (1 - h²)
 *
 * as a sum of what is never negative, so that nothing cancels where c is close to -1 (Rezende and Mohamed 2015, eq. 12). A
 * Sylvester step has M such factors.
 */
export const planarSlope = (h: tf.Tensor, s: tf.Tensor): tf.Tensor =>
  tf.tidy(() => {
    const square = h.square();
    return tf.sub(1, square).mul(s).add(square);
  });

/**
 * The activation h of a planar step from its other side, where a = wᵀx + b is known (appendix A.1 of Rezende and Mohamed
 * 2015). The paper's α = wᵀz solves α + c tanh(α + b) = wᵀx; in h = tanh(α + b) that is
 *
 *     h = tanh(a - (s - 1) h)
 *
 * whose root lies in [-1, 1] whatever c is. It is unique where s > 0: the slope of both sides' difference at the root is
 * `planarSlope`.
 *
 * @param a `[batch, 1]`.
 * @param s `[1 or batch, 1]`.
 * @param tolerance how far from the root h may be, relative to 2.
 */
export const planarActivation = (a: tf.Tensor, s: tf.Tensor, tolerance: number): tf.Tensor =>
  tf.tidy(() => {
    const c = s.sub(1);
    return bracketedRoot({
      value: (h) => h.sub(a.sub(c.mul(h)).tanh()),
      slope: (h) => planarSlope(h, s),
      low: tf.fill([1, 1], -1),
      high: tf.ones([1, 1]),
      tolerance,
    });
  });
