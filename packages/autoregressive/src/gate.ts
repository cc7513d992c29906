import * as tf from '@tensorflow/tfjs';

/**
 * The gated activation of units `[..., 2 p]`, whose first half is what is let through and whose second half says how much
 * of it (van den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders", eq. 2): `[..., p]`.
 *
 *     y = u ⊙ σ(g) = u / d          u = tanh(f),   d = 1 + exp(-g)
 *     ∂f = ∂y / d - u ⊙ m,   ∂g = m - m / d,   m = ∂y ⊙ y
 *
 * The gradient is written out, since each operation is a pass over all units. There are no second derivatives. Where exp(-g)
 * overflows y is 0, as it should be.
 *
 * Unlike `twiceGated` it takes units as they are. That one has fewer operations, but wants g halved and gives 2 y, which
 * only the layers around it can make up for in their weights: masked ones, shared with ungated layers, do not. With both
 * factors as products of its own it would have as many operations as this one, over more numbers.
 */
export function gate<T extends tf.Tensor>(units: T): T {
  return tf.tidy(() => {
    const [f, g] = tf.split(units, 2, -1) as [T, T];
    const u = passing(f, (f) => f.tanh());
    const d = passing(g, (g) => g.neg().exp().add(1));
    return quotient(u, d) as T;
  });
}

/** A function of x whose gradient is handed on to x as it comes: that of what follows is by x already. */
function passing(x: tf.Tensor, map: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  return tf.customGrad((x) => ({ value: map(x as tf.Tensor), gradFunc: (dy) => (dy as tf.Tensor).clone() }))(x);
}

/** y = u / d, with the gradients by f and g. */
function quotient(u: tf.Tensor, d: tf.Tensor): tf.Tensor {
  const op = tf.customGrad((u, d, save) => {
    const y = (u as tf.Tensor).div(d as tf.Tensor);
    (save as tf.GradSaveFunc)([u as tf.Tensor, d as tf.Tensor, y]);
    return {
      value: y,
      gradFunc: (dy, saved) => {
        const [u, d, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const m = (dy as tf.Tensor).mul(y);
        return [(dy as tf.Tensor).div(d).sub(u.mul(m)), m.sub(m.div(d))];
      },
    };
  });
  return op(u, d);
}
