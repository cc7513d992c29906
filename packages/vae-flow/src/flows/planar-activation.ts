import * as tf from '@tensorflow/tfjs';
import { bracketedRoot } from './bracketed-root.ts';
import { planarSlope } from './planar-slope.ts';

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
