import * as tf from '@tensorflow/tfjs';

/**
 * log Σ exp(x) over an axis; -∞ where all of x is, as far from every component of a mixture, which tfjs's gives as NaN.
 *
 *     y = m + log s,   s = Σ e,   e = exp(x - m),   m = max x          ∂x = ∂y e / s, 0 where y is -∞
 *
 * The gradient is written out, since automatic differentiation takes several passes over x more. e is computed again for
 * it, which a graph finds out: exp(x - y) would be a pass more there, and has fewer digits where x is large.
 */
export function logSumExp(x: tf.Tensor, axis: number): tf.Tensor {
  const along = axis < 0 ? axis + x.rank : axis;
  const op = tf.customGrad((input, save) => {
    const x = input as tf.Tensor;
    (save as tf.GradSaveFunc)([x]);
    return {
      value: tf.tidy(() => {
        const { shift, sum } = exponentials(x, along);
        return sum.log().add(shift).squeeze([along]);
      }),
      gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) =>
        tf.tidy(() => {
          const { terms, sum } = exponentials(x as tf.Tensor, along);
          // s is at least 1, or 0 where all of x is -∞.
          return terms.mul(dy.expandDims(along).div(sum.maximum(1)));
        }),
    };
  });
  return op(x);
}

/** m, or 0 where it is not finite, e and s. */
function exponentials(x: tf.Tensor, axis: number): { shift: tf.Tensor; terms: tf.Tensor; sum: tf.Tensor } {
  const largest = x.max(axis, true);
  const shift = tf.where(tf.isFinite(largest), largest, tf.zerosLike(largest));
  const terms = x.sub(shift).exp();
  return { shift, terms, sum: terms.sum(axis, true) };
}
